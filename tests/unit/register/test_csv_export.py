"""The register's CSV export does not say enough to make a sheet: it is told, with the export that does."""

import zipfile
from pathlib import Path

import pytest

from laureat.register import read_fiche
from laureat.vocabulary import InvalidInput

TABLES = {
    "standard": "Id_Fiche;Numero_Fiche;Intitule;Actif\n1;RNCP35697;Technicien;ACTIVE\n",
    "blocs": '\ufeff"Numero_Fiche";"Bloc_Competences_Code";"Bloc_Competences_Libelle"\n"RNCP35697";"BC01";"Un"\n',
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("zipped", [False, True])
def test_the_csv_export_is_refused_by_name_with_the_one_to_take(tmp_path: Path, table: str, zipped: bool) -> None:
    path = tmp_path / ("export.zip" if zipped else "export_fiches_CSV.csv")
    if zipped:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("export_fiches_CSV_Standard.csv", TABLES[table])
    else:
        path.write_text(TABLES[table], encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        read_fiche(path, "RNCP35697")
    assert "export XML V4.1" in str(refused.value)
    assert "compétences" in str(refused.value)
