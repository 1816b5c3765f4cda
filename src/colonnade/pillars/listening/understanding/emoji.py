"""Emoji in the words of the posts that the sentiment model learned from.

Labelled posts are older than emoji: they hold none, but thousands of ``:)`` and ``<3``. Only emoji whose mood
hardly anybody would dispute are translated. The others are left out: flags, foods, prayers, and tears of joy,
which mock as often as they laugh.
"""

_MOODS = {
    ":)": "😀😃😄😁😆😊🙂☺😺😸😇😋😌🤗😎🌞🌈",
    ";)": "😉😜😛😝",
    "love": "😍🥰😘😗😚😙😻🤩💏💋",
    "<3": "❤♥💕💖💗💓💞💘💝💙💚💛🧡💜🤎🖤🤍",
    "great": "👍👌💯👏🙌🎉🥳🎊🏆🥇✨⭐🌟💪🤝",
    ":(": "😢😭😞😔😟☹🙁😥😿😪😓💔🥺",
    "angry": "😠😡🤬😤👿🖕",
    "ugh": "😒🙄😩😫😑😖😣🤦😾🤢🤮🤡💩",
    "bad": "👎",
}
_MOOD_OF = {emoji: f" {word} " for word, many in _MOODS.items() for emoji in many}


def mood(emoji: str) -> str:
    """Return the word or sign for an emoji, between spaces; a space where it has no undisputed mood."""
    return _MOOD_OF.get(emoji, " ")
