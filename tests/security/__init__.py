"""Every address of the URLconf, tried by every role: no list of pages is kept, so a new page is covered by itself.

What an address needs to be opened (an id) comes from `objects.IDS`, by the part of the route before it.
"""
