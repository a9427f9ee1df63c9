"""Training of the fitted parts: what ships in app/knowledge is made here, from labelled questions, by a command."""
