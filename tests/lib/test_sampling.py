"""A seed draws the same sample again, whoever asks and in whichever order the population comes."""

from collections import Counter

from pkh_sembako.lib.sampling import drawn, new_seed

SEED = "0123456789abcdef0123456789abcdef"


def test_a_seed_draws_the_same_numbers_for_ever():
    """Written down here, so that a sample of today can be drawn again in ten years by the same rule."""
    assert drawn(range(1000), seed=SEED, size=5) == [968, 884, 151, 946, 63]


def test_the_order_of_the_population_does_not_matter():
    assert drawn(reversed(range(1000)), seed=SEED, size=5) == drawn(range(1000), seed=SEED, size=5)


def test_a_larger_sample_begins_with_the_smaller_one():
    assert drawn(range(1000), seed=SEED, size=9)[:5] == drawn(range(1000), seed=SEED, size=5)


def test_another_seed_draws_others_and_nobody_twice():
    seeds = [new_seed() for _ in range(400)]
    samples = [drawn(range(20), seed=seed, size=5) for seed in seeds]
    assert len(set(seeds)) == 400
    assert {len(set(sample)) for sample in samples} == {5}
    times = Counter(number for sample in samples for number in sample)
    assert set(times) == set(range(20))
    assert min(times.values()) >= 50 and max(times.values()) <= 150  # 100 is expected of each


def test_no_more_is_drawn_than_there_is():
    assert sorted(drawn([3, 1, 2], seed=SEED, size=10)) == [1, 2, 3]
