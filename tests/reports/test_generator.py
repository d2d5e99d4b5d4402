from reports.demo.generator import Invented, generate_results

SCHOOLS = [Invented(60, 1.0), Invented(60, -1.0), Invented(0)]


def generated(seed=7):
    return generate_results(SCHOOLS, procedures=4, years=3, seed=seed)


def test_the_same_seed_gives_the_same_results_and_another_seed_gives_others():
    assert generated().equals(generated())
    assert not generated().equals(generated(seed=8))


def test_every_participant_has_one_level():
    frame = generated()

    assert len(frame) == len(SCHOOLS) * 4 * 3
    assert (frame[["n0", "n1", "n2", "n3"]].sum(axis=1) == frame["participants"]).all()


def test_nobody_takes_part_where_there_is_no_parallel():
    frame = generated()

    assert (frame.loc[frame["school"] == 2, "participants"] == 0).all()


def test_a_strong_school_has_fewer_pupils_below_the_minimum():
    low = generated().groupby("school")["n0"].sum()

    assert low[0] < low[1]
