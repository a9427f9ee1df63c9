"""The one lock around pdfium, for all that use it in this process: pages drawn for readers, texts read for the index.

pdfium keeps global state, whichever document is open: two threads inside it at once crash the process. Whoever opens, reads,
draws or closes anything of it holds the lock meanwhile, and for no more than a page, so that nobody waits long.
"""

from threading import Lock
from typing import Final

PDFIUM: Final = Lock()
