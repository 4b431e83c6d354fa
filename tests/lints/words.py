"""Officers read Indonesian: labels and pages hold no English where Indonesian is plain."""

import re

# Not here: words that Indonesian has too (status, program, final, no., ...) and names (Excel, PDF).
ENGLISH = frozenset(
    word
    for line in (
        "the and of for with from your you this that not is are was please here other same",
        "click save submit cancel delete edit search filter upload download login logout",
        "open close view add remove update",
        "username password email file files page next previous home back details help settings required optional yes",
        "approve approved approval reject rejected pending draft done failed running queued success successful closed",
        "error warning loading changed refused unknown updated created",
        "deadline overdue late early today yesterday tomorrow",
        "user users household family families member members step steps cycle",
    )
    for word in line.split()
)
TAGS = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<(?:script|style|code)\b.*?</(?:script|style|code)>", re.DOTALL
)
SPOKEN = re.compile(r"""(?:aria-label|title|placeholder|alt)=["']([^"']*)["']""")
WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


def english(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if word.lower() in ENGLISH]


def english_in_template(text: str) -> list[str]:
    """English words among what a template shows or reads aloud."""
    bare = TAGS.sub(" ", text)
    return english(" ".join([re.sub(r"<[^>]*>", " ", bare), *SPOKEN.findall(bare)]))
