"""What people ask about kinds of clause, and how they call the contract they mean."""
