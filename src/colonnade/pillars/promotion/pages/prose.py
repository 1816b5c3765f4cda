"""Markdown that people wrote, as HTML that can do nothing but be read."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "h2", "h3", "a", "hr", "code"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline", "fence"])


def html_of(text: str) -> SafeString:
    """Return CommonMark as HTML: headings from h2 down, lists, quotes, emphasis and links; nothing else.

    Images and HTML are not read, and what comes out is cleaned by an allow-list besides (``nh3``).
    """
    raised = _MARKDOWN.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        raised,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )
    return mark_safe(clean)  # noqa: S308  # cleaned by the allow-list above
