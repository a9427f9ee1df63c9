"""Who is asking: keys are issued here, and whatever somebody shows at the door is turned into a caller."""
