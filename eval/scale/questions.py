"""What is asked of a made-up programme."""

QUESTIONS = (
    "Can we terminate the agreement early, and how much notice must be given?",
    "Which law governs disputes with Acme Networks?",
    "What is the cap on liability for Sensor Gateways?",
    "How long is a registered deal protected?",
    "How much market development fund can be claimed in a quarter?",
    "How many certified engineers does the Gold tier need?",
    "What insurance must the partner hold in Norway?",
    "May the agreement be assigned after a change of control?",
    "When are invoices due and in which currency?",
    "Does the vendor audit our records, and who pays for it?",
    "How fast does support answer severity one tickets?",
    "What happens to open orders when prices rise?",
    "Who is the exclusive distributor in the Nordics?",
    "How long does the confidentiality duty last?",
    "Can they hire our people away?",
    "When does the initial term renew, and how can it be stopped?",
    "What is the warranty period for Backup Appliances?",
    "Which remedies are there if the Platform infringes a patent?",
    "Is there a minimum purchase for exclusivity in Denmark?",
    "How soon must a market development claim be submitted?",
)
"""Questions as people ask them, one or more for each kind of clause."""
