"""The peer of ``bench/papiers.py``: WeasyPrint sets the same relevés, in an environment of its own.

Reads on its standard input one JSON object ``{"papiers": [...], "polices": folder, "facts": text}``; prints one JSON
object: seconds of processor for separate PDF/A-3a files with their attachment, and for one single print file.
"""

import html
import json
import sys
import time

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@page { size: A4; margin: 14mm 17mm 16mm; @bottom-left { content: string(pied); font: 7.2pt Sans3; color: #54607a }
        @bottom-right { content: "page " counter(page) "/2"; font: 7.2pt Sans3; color: #54607a } }
body { font: 9.5pt/1.2 Sans3; color: #14213d } .small { font-size: 8pt; color: #54607a }
.pied { string-set: pied content(); height: 0; overflow: hidden; font-size: 1px }
h1 { font: 600 21pt Serif4; margin: 0 } .relative { break-before: page } .paper + .paper { break-before: page }
h2 { font: 600 7.5pt Sans3; letter-spacing: .06em; text-transform: uppercase; color: #54607a; margin: 4mm 0 1.5mm }
table { width: 100%; border-collapse: collapse; font-size: 8.8pt }
th { font-size: 7.8pt; color: #54607a; text-align: left }
td, th { padding: 1mm 1.2mm; border-bottom: .35pt solid #b9c1d0 } th { border-bottom: .8pt solid #14213d }
td:nth-child(n+4), .calcul td:nth-child(n+3) { text-align: right } .suite td { text-align: left }
.identite { display: flex; flex-wrap: wrap } .identite div { width: 33% }
header { display: flex; justify-content: space-between; border-bottom: .8pt solid #14213d; padding-bottom: 2mm }
.verdict { background: #f3f5f9; padding: 4mm 5mm; display: flex; justify-content: space-between; margin: 3mm 0 }
.grand { font: 600 15pt Serif4 } p { margin: 0 0 1.4mm }
"""


def fonts(folder):
    faces = {
        ("Sans3", 400, "normal"): "SourceSans3-Regular.otf",
        ("Sans3", 600, "normal"): "SourceSans3-Semibold.otf",
        ("Sans3", 400, "italic"): "SourceSans3-It.otf",
        ("Serif4", 400, "normal"): "SourceSerif4-Regular.otf",
        ("Serif4", 600, "normal"): "SourceSerif4-Semibold.otf",
    }
    return "".join(
        f"@font-face {{ font-family: {family}; font-weight: {weight}; font-style: {style};"
        f" src: url(file://{folder}/{name}) }}"
        for (family, weight, style), name in faces.items()
    )


def sourced(items):
    return "".join(
        f"<p>{html.escape(i['texte'])} <span class=small>({html.escape(i['article'])})</span></p>" for i in items
    )


def averages(p):
    return " ".join(f"{name} {value} / 20" for name, value in p["moyennes"])


def row(unit):
    cells = (unit["unite"], unit["intitule"], unit["forme"], unit["coefficient"], f"{unit['note']} {unit['dit']}")
    return cells_of((*cells, unit["points"]))


def annexe(a):
    cells = ("", a["nom"], "", "", f"{a['note']} {a['dit']}", a["points"])
    return f"<tr><th colspan=6>{html.escape(a['titre'])}</tr>" + cells_of(cells)


def cells_of(cells):
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"


def computed(p):
    if not p["calcul"]:
        return ""
    head = "<thead><tr><th><th><th>Coef.<th>Points</tr></thead>"
    sources = " ".join(f"{s['texte']} {s['article']}." for s in p["sources"])
    return (
        f"<h2>Le calcul</h2><table class=calcul>{head}<tbody>{''.join(map(cells_of, p['calcul']))}</tbody></table>"
        f"<p class=small>{html.escape(sources)}</p>"
    )


def listed(title, items):
    return f"<h2>{title}</h2>" + "".join(f"<p>{html.escape(item)}</p>" for item in items) if items else ""


def explained(piece):
    head = "".join(f"<th>{html.escape(cell)}" for cell in piece["entetes"])
    return (
        f"<h2>{html.escape(piece['titre'])}</h2><table class=suite><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(map(cells_of, piece['lignes']))}</tbody></table>"
        + "".join(f"<p>{html.escape(sentence)}</p>" for sentence in piece["phrases"])
    )


def after(p):
    return f"<div class=relative>{''.join(map(explained, p['suite']))}</div>" if p["suite"] else ""


def body(p):
    identity = "".join(
        f"<div><span class=small>{html.escape(label)}</span><br><b>{html.escape(value)}</b></div>"
        for label, value in p["identite"]
    )
    signature = p["signature"]
    return f"""<section class=paper><div class=pied>{html.escape(p["titre"])} · {html.escape(p["pied"])}</div>
<header><div><b>{html.escape(p["academie"])}</b><br><span class=small>{html.escape(p["certificateur"])}</span></div>
<div class=small>{"<br>".join(map(html.escape, p["service"]))}</div></header>
<h1>{html.escape(p["titre"])}</h1><p><b>{html.escape(p["diplome"])}</b><br>{html.escape(p["specialite"])}</p>
<div class=identite>{identity}</div>
<table><thead><tr><th>Unité<th>Intitulé<th>Forme de l’évaluation<th>Coef.<th>Note sur 20<th>Points</tr></thead>
<tbody>{"".join(map(row, p["unites"]))}{"".join(map(row, p["facultatives"]))}{"".join(map(annexe, p["annexes"]))}
<tr><td>Total<td><td><td>{p["total"].get("coefficients", "")}<td><td>{p["total"].get("points", "")}</tr></tbody>
</table>
<div class=verdict><div><span class=small>Décision du jury</span><br>
<span class=grand>{html.escape(p["decision"].upper())}
{html.escape(p["mention"])}</span></div><div class=grand>{averages(p)}</div></div>
<p class=small><i>{html.escape(p["certitude"])}</i></p>
<p>{html.escape(signature["fait"])}<br><b>{html.escape(signature["autorite"])}</b><br>
{html.escape(signature["qualite"])}<br><br><br>{html.escape(signature["nom"])}</p>
<div class=relative>{computed(p)}<h2>Comment ce résultat est établi</h2>{sourced(p["explication"])}
{listed("Ce qui n’est pas confirmé", p["incertitude"])}<h2>Vos droits</h2>{sourced(p["droits"])}
{listed("Observations", p["avertissements"])}<h2>Lire ce relevé</h2>{sourced(p["codes"])}
<h2>Voies et délais de recours</h2>{sourced(p["recours"])}
<h2>Traitement algorithmique</h2>{sourced(p["algorithme"])}</div>{after(p)}
</section>"""


def document(papers):
    return f"<html lang=fr><head><title>Relevé de notes</title></head><body>{''.join(map(body, papers))}</body></html>"


def main():
    asked = json.load(sys.stdin)
    configuration = FontConfiguration()
    style = CSS(string=fonts(asked["polices"]) + STYLE, font_config=configuration)
    options = {"stylesheets": [style], "font_config": configuration}

    def separate(paper):
        joined = Attachment(string=asked["facts"].encode(), name="decision.json", relationship="Data")
        return HTML(string=document([paper])).write_pdf(
            pdf_variant="pdf/a-3a", pdf_tags=True, attachments=[joined], **options
        )

    separate(asked["papiers"][0])
    start = time.process_time()
    for paper in asked["papiers"]:
        size = len(separate(paper))
    apart = time.process_time() - start
    start = time.process_time()
    HTML(string=document(asked["papiers"])).write_pdf(**options)
    together = time.process_time() - start
    print(json.dumps({"separes": apart, "ensemble": together, "octets": size}))


if __name__ == "__main__":
    main()
