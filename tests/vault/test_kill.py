"""A program killed in the middle of adding loses nothing that it had told as saved."""

import pytest

from tests.vault.killing import round_of
from tests.vault.vaults import new_vault


@pytest.mark.slow
def test_killed_twenty_times_at_moments_of_chance_nothing_is_lost(tmp_path):
    vault = new_vault(tmp_path)
    vault.close()
    rounds = [round_of(vault.folder, seed) for seed in range(20)]
    assert [r["lost"] for r in rounds] == [0] * 20
    assert all(r["whole"] for r in rounds)
    assert sum(r["saved"] for r in rounds) > 100
    assert [r["entries"] for r in rounds] == sorted(r["entries"] for r in rounds)
