"""HTML that a test looks into."""

from html.parser import HTMLParser

SCRIPT = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"  # what nobody may smuggle in


class Tags(HTMLParser):
    """Tag names and attribute names of a piece of HTML, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(str(html))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.text += data


def require_text_only(html):
    """Fail if what others wrote, which has SCRIPT in it, became markup."""
    tags = Tags(html)
    assert not tags.tags & {"script", "img"}
    assert not any(name.startswith("on") for name in tags.attributes)
