"""The names a document goes by are found in its opening and its signatures; ordinary words are none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.names import CLOSING, LONGEST, MOST, WORD, proper_names
from ingest.opening import OPENING

OPENED = (
    'RESELLER AGREEMENT\n\nThis Reseller Agreement (this "Agreement") is made between Diversinet Corp., a company of Ontario,'
    " and 2205925 Ontario Limited, which trades as Galaxy Telecom and uses the name.\n\nThe reseller in this agreement pays the"
    " owner in 30 days. Diversinet ships. iPayment may join.\n"
)
FILLING = "The products are paid for. "
SIGNED = "\n\nBOREALIS BANK\nBy: Ola Brekke\n"


def words_of(text: str) -> set[str]:
    return {word for name in proper_names(text) for word in WORD.findall(name)}


def test_parties_are_named_whole_and_by_their_own_words() -> None:
    found = proper_names(OPENED)
    assert {"Diversinet", "Diversinet Corp.", "Galaxy Telecom", "iPayment"} <= set(found)
    assert any(name.endswith("2205925 Ontario Limited") for name in found)


def test_a_word_the_text_also_writes_small_is_no_name() -> None:
    assert not {"Agreement", "AGREEMENT", "Reseller", "RESELLER", "The", "30"} & words_of(OPENED)


def test_an_address_writes_a_name_small_and_it_stays_one() -> None:
    text = "Ediets sells. See www.ediets.com, ediets.net and mail to info@ediets.com."
    assert "Ediets" in words_of(text)
    assert "Ediets" not in words_of("Ediets sells what ediets sells, as ediets do.")


def test_signatures_count_and_the_middle_does_not() -> None:
    filling = FILLING * ((OPENING + CLOSING) // len(FILLING))
    found = proper_names(OPENED + filling + "Corvus came by. " + filling + SIGNED)
    assert "Ola Brekke" in found
    assert "Corvus" not in found


def test_the_most_frequent_come_first_and_no_more_than_are_kept() -> None:
    text = ". ".join(f"Aname{letter}x, x" for letter in "abcdefghij") + ". Zeta sold. Zeta bought. Zeta paid."
    assert proper_names(text)[0] == "Zeta"
    many = " ".join(f"N{number}x, and" for number in range(3 * MOST))
    assert len(proper_names(many)) == MOST


def test_a_companys_name_is_kept_even_where_its_words_are_ordinary() -> None:
    text = "Global Data Services, Inc. gives global data services to all. Our data and services are global."
    assert "Global Data Services, Inc." in proper_names(text)
    assert "Data" not in words_of(text.replace(", Inc.", " unit"))


def test_a_line_in_capitals_that_runs_on_before_a_company_is_cut() -> None:
    name = " ".join(["Norden"] * LONGEST) + " Inc."
    (cut,) = [found for found in proper_names(f"we met {name} there") if found.endswith("Inc.")]
    assert len(cut.split()) == LONGEST


def test_a_text_without_capitals_has_no_names() -> None:
    assert proper_names("") == proper_names("nobody is named here.") == proper_names("… 12 …") == ()


@settings(deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(["Acme", "Inc.", "acme", "of", "30", "\n", "&", "A.B."])).map(" ".join))
def test_any_text_has_distinct_names_with_a_word_each(text: str) -> None:
    found = proper_names(text)
    assert len(set(found)) == len(found) <= MOST
    assert all(WORD.search(name) for name in found)
    assert all(word in text for name in found for word in WORD.findall(name))


def test_names_with_accents_and_in_other_scripts_are_whole() -> None:
    names = proper_names("This agreement is between Bærum Data AS and Müller GmbH, and ООО Ромашка.")
    words = {word for name in names for word in name.split()}
    assert {"Bærum", "Müller", "Ромашка"} <= words
