"""One file per format: bytes in, extracted text out."""
