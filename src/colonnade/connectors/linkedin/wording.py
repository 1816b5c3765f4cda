"""LinkedIn's "little text format", in which the words of a post are written.

Source: https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format
"""

import re

_TEMPLATE = re.compile(r"\{hashtag\|\\?#\|([^}|]{1,200})\}")
_MENTION = re.compile(r"@\[([^\]]{1,300})\]\(urn:li:[^)\s]{1,200}\)")
_ESCAPE = re.compile(r"\\([|{}@\[\]()<>#*_~\\])")
_RESERVED = re.compile(r"[|{}@\[\]()<>#*_~\\]")
_HASHTAG = re.compile(r"(?<![\w#&/])#(\w*[^\W\d_]\w*)")


def words_of(commentary: str) -> str:
    """Return a post's words as people read them."""
    plain = _MENTION.sub(r"\1", _TEMPLATE.sub(r"#\1", commentary))
    return _ESCAPE.sub(r"\1", plain)


def commentary_of(words: str) -> str:
    """Return words as LinkedIn wants them: what is reserved escaped, hashtags as such."""
    parts, place = [], 0
    for tag in _HASHTAG.finditer(words):
        parts += [_escaped(words[place : tag.start()]), f"{{hashtag|\\#|{_escaped(tag[1])}}}"]
        place = tag.end()
    return "".join([*parts, _escaped(words[place:])])


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\g<0>", text)
