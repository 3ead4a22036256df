from decimal import Decimal

from proving.house import OFFICER, proving_importer
from proving.sheets import HEADINGS, credit_code, sheet_of


def test_an_import_lands_again_and_is_undone_on_postgresql(postgres_url, tmp_path):
    importer = proving_importer(tmp_path, postgres_url)
    rows = [HEADINGS, *([credit_code(number), 2023, f"第{number}公司", 1.25, 1] for number in range(1, 1201))]
    content = sheet_of(rows)
    landing = importer.land(OFFICER, importer.stage(OFFICER, "yearly_report", content, "年报.xlsx"))
    assert landing.counts.new == 1200
    assert importer.registry.find(OFFICER, "yearly_report", limit=1)[0].values["revenue"] == Decimal("1.25")
    again = importer.land(OFFICER, importer.stage(OFFICER, "yearly_report", content, "年报.xlsx"))
    assert again.same_as == landing.import_id
    undone = importer.undo(OFFICER, landing.import_id, "导错了")
    assert (undone.removed, importer.registry.count(OFFICER, "yearly_report")) == (1200, 0)
    importer.registry.store.database.close()
