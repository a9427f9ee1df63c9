from tests.ingest.load import files


def test_blocks_come_in_order_without_markup() -> None:
    text = """# The *programme*

Read the [guide](https://example.com/guide) and
![the map](map.png) with `care`.

<!-- internal: do not show -->
## Tiers

1. **Gold** needs two engineers
   - and a plan
2. Silver

| Tier | Margin |
|------|--------|
| Gold | **20%** |
| Silver | |

```
quota = 3
```
"""
    extracted = files.read("a.md", text)
    assert files.shown(extracted) == [
        ("heading", "The programme"),
        ("paragraph", "Read the guide and the map with care."),
        ("heading", "Tiers"),
        ("item", "Gold needs two engineers"),
        ("item", "and a plan"),
        ("item", "Silver"),
        ("row", "Tier: Gold; Margin: 20%"),
        ("row", "Tier: Silver"),
        ("paragraph", "quota = 3"),
    ]
    assert [block.level for block in extracted.blocks[:3]] == [1, 0, 2]
    assert extracted.title == "The programme"


def test_front_matter_gives_the_title_and_is_no_text() -> None:
    extracted = files.read("a.md", "---\ntitle: Fund guide\nowner: Ingrid\n---\n# Start\nText")
    assert extracted.title == "Fund guide"
    assert extracted.text == "Start\n\nText"


def test_front_matter_that_is_not_quite_yaml_still_gives_its_title() -> None:
    extracted = files.read("a.md", "---\ntitle: Deals: how we price\n---\nText")
    assert (extracted.title, extracted.text) == ("Deals: how we price", "Text")


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    assert files.read("a.md", "---\n\nA sentence.\n\n---\n\nAnother.").text == "A sentence.\n\nAnother."


def test_html_inside_markdown_keeps_its_words() -> None:
    assert (
        files.read("a.md", "<details><summary>More</summary>\n<p>Hidden <b>gem</b></p></details>").text == "More\n\nHidden gem"
    )
