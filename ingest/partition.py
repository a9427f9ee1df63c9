"""Parting a shared table by partner, so that each partner's rows are a document of their own behind its own wall."""

from collections.abc import Sequence

from app.domain.documents import Partner
from ingest.extracted import Block, BlockKind, Extracted, TextBuilder


def by_partner(table: Extracted, column: str, partners: Sequence[Partner]) -> dict[str | None, Extracted]:
    """The table's parts by partner id; None holds the rows of nobody known and all that is no row.

    `column` names the column with the partner's id or one of its names; case does not matter. A name that two partners
    share tells nothing, so its rows are nobody's; an id always tells.
    """
    known = _owners(partners)
    builders: dict[str | None, TextBuilder] = {}
    for block in table.blocks:
        owner = _owner(block, column, known)
        builders.setdefault(owner, TextBuilder()).add(table.text[block.start : block.end], block.kind, block.level, block.cells)
    return {owner: builder.build(table.media_type, table.title) for owner, builder in builders.items()}


def _owners(partners: Sequence[Partner]) -> dict[str, str]:
    """Casefolded id or name -> partner id, without the names that more than one partner goes by."""
    claims: dict[str, set[str]] = {}
    for partner in partners:
        for name in (partner.name, *partner.names):
            claims.setdefault(name.strip().casefold(), set()).add(partner.id)
    owners = {name: next(iter(claimants)) for name, claimants in claims.items() if name and len(claimants) == 1}
    return owners | {partner.id: partner.id for partner in partners}


def _owner(block: Block, column: str, known: dict[str, str]) -> str | None:
    if block.kind is not BlockKind.ROW:
        return None
    value = next((value for name, value in block.cells if name.casefold() == column.casefold()), "")
    return known.get(value.strip().casefold())
