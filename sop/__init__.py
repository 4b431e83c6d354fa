"""Who does which verb by when: SOP definitions from the papers, their cycles, steps, clock and board."""
