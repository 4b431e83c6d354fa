"""`./run bench` measures against the goals, `./run bench --storm` runs the long drills. Exit 1: a goal was missed."""

import sys

from benchmarks import bnba_import, card_handing, card_papers, card_plan, card_walks, export, paper, public_form, storm


def main(arguments: list[str]) -> int:
    usual = [bnba_import.run, export.run, paper.run, card_plan.run, card_papers.run, card_handing.run, public_form.run]
    drills = [storm.run, card_walks.run, card_papers.run_all] if "--storm" in arguments else usual
    met = [drill() for drill in drills]  # all of them, also after one that failed
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
