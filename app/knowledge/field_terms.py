"""What people say and what documents write: the partner field's words for the same thing.

People ask how to "get out of" a deal; contracts "terminate for convenience". Each group holds ways to say one thing. A word
of a question is answered by any member of its groups. Multi-word members count when the words stand together.
"""

from functools import lru_cache

from app.knowledge.words import stem

GROUPS: tuple[str, ...] = (
    "leave, exit, quit, get out, walk away, pull out, cancel, terminate, termination, end, ending, part ways, break off",
    "without cause, for convenience, no reason, any reason, at will",
    "with cause, for cause, material breach, breach, default",
    "notice, warning, heads-up, advance, notify, notification",
    "expire, expiry, expiration, run out, valid, validity, lapse, end, until, renewal date, end date",
    "renew, renewal, extend, extension, roll over, prolong, successive, automatically",
    "start, begin, commence, effective, in force, signed, sign, since, commencement",
    "term, duration, initial term, period, run, last",
    "governing law, governed, law, laws, jurisdiction, courts, court, legal, applicable law",
    "dispute, arbitration, mediation, disagreement, arbitrate",
    "liability, liable, damages, cap, capped, limit, limitation, maximum, aggregate",
    "indemnify, indemnity, indemnification, hold harmless",
    "insurance, insured, cover, coverage, policy",
    "exclusive, exclusivity, sole, exclusively, non-exclusive",
    "compete, competition, competing, non-compete, competitor, rival, rivals, competitive",
    "poach, hire, solicit, solicitation, non-solicitation, employ, recruit",
    "territory, territories, region, country, countries, area, where, geography",
    "assign, assignment, transfer, sell, hand over",
    "change of control, acquired, acquisition, merger, merged, bought, takeover, control, ownership",
    "audit, audits, inspect, inspection, books, records, examine",
    "confidential, confidentiality, secret, nda, disclose, disclosure",
    "intellectual property, ip, copyright, trademark, trademarks, marks, logo, logos, brand, branding",
    "pay, payment, paid, payable, invoice, invoices, due, settle, remit, billing, bill",
    "late, overdue, interest, delay, delayed, past due",
    "price, prices, pricing, cost, costs, list price, charge, how much is, how much are, fee, fees, rate",
    "discount, discounts, margin, margins, rebate, percent off, reduction",
    "commission, referral fee, revenue share, royalty, royalties, cut, kickback, payout, share",
    "rebate, rebates, bonus, incentive, back-end",
    "minimum, at least, commitment, target, quota, threshold, least, floor, commit",
    "most favoured, most favored, mfn, best price, no less favourable, no less favorable, equally",
    "tier, level, status, gold, silver, platinum, registered, bronze",
    (
        "promote, upgrade, advance, move up, reach, qualify, become, requirement, requirements, required, criteria, requires,"
        " require, needed"
    ),
    "demote, demotion, downgrade, lose, drop, relegate",
    "grace, cure, remedy, remedied, grace period",
    "certification, certified, certificate, certifications, accreditation, accredited, exam, qualified, cert, certs",
    "training, course, courses, enablement, train, learn",
    "register, registration, registered, log, submit, submission, deal registration, file",
    "protect, protection, protected, lock, locked, hold, reserve",
    "approve, approval, approved, sign off, decision, decide, decided, accept, review, reviewed, authorise, authorize",
    "reject, rejected, refuse, refusal, decline, declined, denied, turn down",
    "market development funds, marketing funds, mdf, co-op, marketing money, marketing budget, fund, funds, funding",
    "claim, claims, reimburse, reimbursement, proof, refund, get back",
    "conflict, conflicts, clash, overlap, dispute, collision",
    "escalate, escalation, complain, complaint, raise, dispute",
    (
        "contact, responsible, owner, owns, manager, manages, manage, in charge, handles, handle, call, reach, account"
        " manager, runs, lead"
    ),
    "ticket, tickets, incident, case, issue, support",
    "deal, deals, opportunity, opportunities, sale, sales",
    "customer, customers, client, clients, end customer, end user, account",
    "partner, partners, reseller, resellers, distributor, distributors",
    "status, stage, state, progress, where, standing",
    "worth, value, amount, size, big, total",
    "won, win, closed won, converted, success",
    "lost, lose, closed lost, loss",
    "respond, response, answer, reply, react",
    "deadline, due, by when, within, no later than, at the latest",
    "quarterly, quarter, qbr, business review",
    "person, people, engineer, engineers, staff, employees, headcount, team",
    "agreement, contract, contracts, agreements, deal",
    "amendment, amended, change, changed, changes, modify, modified, update, updated",
    "trust, relationship, rebuild, repair, restore, confidence",
    "angry, furious, upset, frustrated, annoyed, unhappy, dissatisfied, disappointed",
    "mistake, failure, failed, missed, slip, wrong, fault, error",
    "apologise, apologize, apology, sorry, acknowledge, own",
    "meeting, call, conversation, talk, discuss, discussed",
    "worry, worried, worries, concern, concerns, concerned, risk, risks, afraid, fear",
    "stop, forbid, forbidden, prohibited, not allowed, may not, must not, shall not, restrict, restriction, ban",
    "allowed, allow, permitted, permit, may, entitled, right, can, eligible, eligibility",
    "security, secure, data protection, privacy, personal data, gdpr, breach",
    "deliver, delivery, ship, shipping, shipment, dispatch",
    "stock, inventory, warehouse, buffer",
    "return, returns, send back, rotation",
    "report, reports, reporting, statement, forecast, point-of-sale",
    "support, help, helpdesk, hotline, assistance",
    "onboarding, onboard, joining, join, new partner, first steps, first, start",
    "demo, trial, not-for-resale, nfr, evaluation, internal use",
    "bigger, larger, exceed, exceeds, over, above, more than",
    "subcontract, subcontractor, subcontractors, outsource",
    "survive, survives, after termination, post-termination",
    "name, called, title",
)


@lru_cache(maxsize=1)
def _members() -> dict[str, frozenset[str]]:
    """Stem of a single-word member -> the single-word stems that answer it."""
    answering: dict[str, set[str]] = {}
    for group in GROUPS:
        members = [member.strip() for member in group.split(",")]
        single = {stem(member) for member in members if " " not in member}
        # A phrase is answered by the group, but its words alone do not stand for it: "in force" is not "in".
        for one in single:
            answering.setdefault(one, set()).update(single)
    return {one: frozenset(others) for one, others in answering.items()}


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    found = []
    for group in GROUPS:
        members = [member.strip() for member in group.split(",")]
        single = frozenset(stem(member) for member in members if " " not in member)
        found += [(tuple(stem(word) for word in member.split()), single) for member in members if " " in member]
    return tuple(found)


def synonyms(one: str) -> frozenset[str]:
    """The stems that say the same as the stem `one`, itself included."""
    return _members().get(one, frozenset()) | {one}


def phrase_meanings(all_stems: list[str]) -> dict[str, frozenset[str]]:
    """The phrases of a question, given all its stems in order, each with the stems it means: "get out" means terminate."""
    meant: dict[str, frozenset[str]] = {}
    for phrase, single in _phrases():
        length = len(phrase)
        if any(tuple(all_stems[at : at + length]) == phrase for at in range(len(all_stems) - length + 1)):
            meant[" ".join(phrase)] = meant.get(" ".join(phrase), frozenset()) | single
    return meant
