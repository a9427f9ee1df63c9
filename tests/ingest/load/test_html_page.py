import pytest

from tests.ingest.load import files

PAGE = """<!doctype html><html><head><title>Programme guide</title><style>p{}</style></head><body>
<nav><a href="/">Home</a></nav>
<h1>Partner <em>programme</em></h1>
Bare words <div>in a div <b>with bold</b><p>A paragraph<br>of two lines</p>and a tail</div>
<ul><li>One<ul><li>Inner</li></ul></li><li><p>Two</p></li></ul>
<blockquote>A quote</blockquote><dl><dt>Tier</dt><dd>A level</dd></dl>
<pre>a = 1
  b = 2</pre>
<p hidden>secret</p><p style="display: none">secret</p><div aria-hidden="true">secret</div>
<script>secret()</script><footer>Imprint</footer></body></html>"""


def test_a_page_is_read_as_its_reader_sees_it() -> None:
    extracted = files.read("a.html", PAGE)
    assert files.shown(extracted) == [
        ("heading", "Partner programme"),
        ("paragraph", "Bare words"),
        ("paragraph", "in a div with bold"),
        ("paragraph", "A paragraph\nof two lines"),
        ("paragraph", "and a tail"),
        ("item", "One"),
        ("item", "Inner"),
        ("item", "Two"),
        ("paragraph", "A quote"),
        ("item", "Tier"),
        ("item", "A level"),
        ("paragraph", "a = 1\n  b = 2"),
    ]
    assert extracted.title == "Programme guide"


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "<tr><th>Tier<th>Margin<tr><td>Gold<td>20%<tr><td>Silver<td>",
            [("row", "Tier: Gold; Margin: 20%"), ("row", "Tier: Silver")],
        ),
        ("<tr><td>Tier<td>Margin<tr><td>Gold<td>20%", [("row", "Tier: Gold; Margin: 20%")]),
        ("<tr><th>Partner</th><td>Acme</td><tr><th>Tier</th><td>Gold</td>", [("row", "Partner: Acme"), ("row", "Tier: Gold")]),
        (
            "<tr><th>Tier<th>Year<th>Margin<tr><td rowspan=2>Gold<td>1<td>20%<tr><td>2<td>25%",
            [("row", "Tier: Gold; Year: 1; Margin: 20%"), ("row", "Tier: Gold; Year: 2; Margin: 25%")],
        ),
        ("<tr><td><h2>Welcome</h2>to us</td></tr>", [("heading", "Welcome"), ("paragraph", "to us")]),
        (
            "<tr><td><p>Menu</p></td><td><table><tr><th>A<th>B<tr><td>1<td>2</table></td></tr>",
            [("paragraph", "Menu"), ("row", "A: 1; B: 2")],
        ),
    ],
)
def test_data_tables_are_rows_and_layout_tables_are_not(table: str, rows: list[tuple[str, str]]) -> None:
    assert files.shown(files.read("a.html", f"<html><table>{table}</table>")) == rows


def test_a_page_nested_ten_thousand_deep_is_read() -> None:
    extracted = files.read("a.html", "<html>" + "<div>word " * 10_000)
    assert extracted.text.count("word") == 10_000


def test_an_image_or_a_frame_elsewhere_is_not_fetched() -> None:
    page = '<html><img src="http://192.0.2.1/a.png" alt="x"><iframe src="http://192.0.2.1/"></iframe><p>Here</p>'
    assert files.read("a.html", page).text == "Here"
