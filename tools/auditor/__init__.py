"""Recomputes what a report states from the inputs that it was made of. Shares no code with loadtriage."""
