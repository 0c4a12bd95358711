"""What can be wrong in a translation, one family of faults to a module.

Every check takes a message and compares it with its source, never with an ideal.
"""
