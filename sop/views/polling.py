"""Parts of a page that renew themselves, and stop after a while: an open page must not keep a session alive."""

from django.http import HttpRequest

MOST = 30  # renewals; at every ten seconds that is five minutes, well under the idle limit of an approver


def next_round(request: HttpRequest) -> int:
    """Which renewal the part asks for next (?putaran=n); 0 when it has renewed itself often enough."""
    asked = request.GET.get("putaran", "")
    done = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    return done + 1 if done < MOST else 0
