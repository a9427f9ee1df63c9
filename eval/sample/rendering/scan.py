"""A PDF made to look like an office scan: page images only, slightly crooked, grainy, without a text layer."""

import random
from io import BytesIO

import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_POINTS_PER_INCH = 72
_DPI = 96  # legible on a screen, and small in the repository
_PAPER = 244
_GRAIN = 0.06
_TILTS = (0.5, -0.35, 0.25, -0.6)  # degrees
_QUALITY = 42


def scanned_pdf(printed: bytes, seed: int) -> bytes:
    """The pages of the PDF `printed` as images; `seed` fixes the grain."""
    noise = random.Random(seed)  # noqa: S311 - grain, not a secret
    buffer = BytesIO()
    document = pypdfium2.PdfDocument(printed)
    canvas = Canvas(buffer, invariant=1)
    for number, page in enumerate(document):
        width, height = page.get_size()
        canvas.setPageSize((width, height))
        picture = _worn(page.render(scale=_DPI / _POINTS_PER_INCH).to_pil(), _TILTS[number % len(_TILTS)], noise)
        canvas.drawImage(ImageReader(_jpeg(picture)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _worn(page: Image.Image, tilt: float, noise: random.Random) -> Image.Image:
    grey = page.convert("L").point(lambda level: min(int(level * 0.9) + 18, _PAPER))
    turned = grey.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER)
    grain = Image.frombytes("L", turned.size, noise.randbytes(turned.width * turned.height))
    return Image.blend(turned, grain, _GRAIN)


def _jpeg(picture: Image.Image) -> BytesIO:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY)
    stream.seek(0)
    return stream
