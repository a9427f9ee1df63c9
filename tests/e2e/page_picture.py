"""Pictures of document pages for the stand-in service: lines of text, the cited one marked low on the page."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

SIZE = (1000, 1414)  # an A4 page at the width the service draws
MARKED_LINE = 34
LINE = "The parties shall perform their duties under this Agreement with due care, and keep records for review."
CITED = "Either party may terminate this Agreement for convenience upon sixty (60) days' prior written notice."
YELLOW = (255, 232, 92)


@cache
def page_picture(number: int, marked: bool) -> bytes:  # noqa: FBT001  # read where it is called, as marked=True
    """Page `number` as PNG."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    body, head = ImageFont.load_default(18), ImageFont.load_default(26)
    pen.text((90, 70), f"ACME RESELLER AGREEMENT          {number}", font=head, fill="black")
    for line in range(40):
        top = 140 + 30 * line
        if marked and line == MARKED_LINE:
            pen.rectangle((85, top - 4, 915, top + 24), fill=YELLOW)
        pen.text((90, top), CITED if marked and line == MARKED_LINE else LINE, font=body, fill="black")
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
