# The web, worker and beat processes of one office; PostgreSQL and the broker are servers of their own (docker-compose.yml).
FROM python:3.13-slim-bookworm

# Pango and HarfBuzz draw the PDFs; Liberation has the widths of Times New Roman and Arial.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/pkh-sembako

# pyproject.toml says what production needs (the test group stays out), the lock says which version with which hash.
COPY pyproject.toml requirements.lock.txt ./
RUN awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' requirements.lock.txt >uv.txt \
    && pip install --no-cache-dir --require-hashes --no-deps -r uv.txt \
    && uv pip install --system --no-cache --compile-bytecode -r pyproject.toml -c requirements.lock.txt \
    && rm uv.txt

COPY . .

RUN useradd --system --no-create-home --shell /usr/sbin/nologin pkh \
    && mkdir -p /var/lib/pkh-sembako \
    && chown pkh:pkh /var/lib/pkh-sembako
USER pkh
ENV VAR_DIR=/var/lib/pkh-sembako PYTHONUNBUFFERED=1
VOLUME /var/lib/pkh-sembako
EXPOSE 8000

CMD ["gunicorn", "pkh_sembako.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--reuse-port", "--no-control-socket"]
