"""English words of couplings: why a rule lets the rows of one member change the result of another."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "coupling_ranking": "'{name}' goes by rank: who gets it hangs on the points of others",
    "coupling_lot": "'{name}' parts equal scores by a drawn lot: who takes part in it hangs on the points of others",
    "coupling_one_prize": "'{name}' passes over who won elsewhere: what others won changes who gets it",
    "coupling_grades": "'{name}' grades all in one list: each has a rank in it, and an entry of anybody that is held keeps it open",
    "coupling_grades_by_share": "'{name}' gives grades by shares of the people: the points of others move the bounds",
    "coupling_budget": "the budget '{name}' is one for several people: what others are paid leaves less",
    "coupling_limit": "the limit '{name}' counts entries of several people together (by {by})",
    "coupling_group": "'{name}' is the work of a group: it concerns all of its people, and is nobody's own",
    "coupling_given_for": "'{name}' hangs on '{award}', which cannot be left out therefore",
    "coupling_work": "'{name}' may be done together: the rows of one piece of work change each other's shares",
    "coupling_giver": "'{name}' asks what is known of who gave the points",
    "coupling_closing": "which periods are closed hangs on the last day on which any row came to be known",
}
