"""Words that tell who speaks: verbs of speech, and words of office."""

from __future__ import annotations

import re

_VERBS = (
    "said|says|say|added|adds|told|tells|explained|explains|commented|comments|stated|states|"
    "wrote|writes|insisted|insists|warned|warns|claimed|claims|admitted|admits|argued|argues|"
    "responded|responds|replied|replies|continued|continues|concluded|concludes|noted|notes|"
    "acknowledged|acknowledges|acknowledging|praised|welcomed|welcomes|thanked|thanks|accepted|"
    "announced|announces|confirmed|confirms|promised|promises|described|describes|called|asked|"
    "reported|stressed|urged|apologised|apologises|remarked|observed|suggested|joked|vowed|"
    "pledged|reassured|undertook|informed|introduced|advised|highlighted|outlined|questioned|"
    "queried|summarised|presented|emphasised|conceded|recalled|agreed|has said|"
    "has welcomed|has apologised"
)
# "said" in `Ms Thorsby said.`, "has welcomed" in `Cllr Hale has welcomed the report` (invented)
SPEECH_VERB = re.compile(rf"\b(?:{_VERBS})\b")

# Offices that a person holds. "holder" in `children's services portfolio holder Aftab Nawaz`
# (coverage/003), "expert" in `Subject Matter Expert (Children)` (coverage/004)
OFFICES = frozenset(
    "leader director directors member members chair chairman chairwoman chairperson "  # noqa: SIM905 - a list to read
    "vice-chair vice-chairman vice-chairperson co-chair convenor head headteacher "
    "manager officer inspector hmi "
    "councillor mayor worker nurse doctor superintendent constable sergeant expert commissioner "
    "secretary minister spokesperson spokesman spokeswoman executive lead holder correspondent "
    "reporter editor adviser advisor advocate teacher mp practitioner coordinator co-ordinator "
    "principal president trustee founder chief clerk solicitor deputy regulator consultant "
    "administrator assistant analyst lawyer chaplain ambassador judge guardian dcs author "
    "psychologist therapist educator lecturer professor scrutineer registrar auditor "
    "supervisor paediatrician midwife mentor apprentice carer commander governor writer "
    "ombudsman alderman whip barrister facilitator champion volunteer treasurer senco".split()
)

BODIES = frozenset(
    "council police board trust committee partnership service services ofsted cqc school college "  # noqa: SIM905 - a list to read
    "university hospital nhs agency department authority constabulary hmicfrs probation alliance "
    "association union charity foundation forum group commission network times gazette ledger news "
    "chronicle academy company icb ccg".split()
)
"""Words that end the names of bodies, where no office is named beside them."""

TITLES = (
    r"(?:(?:County|Borough|City|Town|District)\s+)?(?:Councillor|Councilor|Cllr|Coun|"
    r"Clr)\.?s?|Mr\.?|Mrs\.?|Ms\.?|"
    r"Miss|Mx|Dr\.?|Prof(?:essor)?\.?|Sir|Dame|Lord|Lady|Baroness|Rev(?:erend|d)?\.?|"
    r"Superintendent|"
    r"Supt\.?|(?:Detective |Det\.? )?(?:Chief )?(?:Inspector|Insp\.?|Constable|"
    r"Superintendent|Supt\.?)|"
    r"(?:Detective )?Sergeant|Sgt\.?|Ald(?:erman)?\.?|Judge|Commander"
)
# "Councillor " in `Councillor Sorrel Hale`, "County Cllr " in `County Cllr Hale` (invented)
TITLE_BEFORE = re.compile(rf"\b(?P<title>{TITLES})\s+\Z")
COUNCILLOR = re.compile(r"(?:Councillor|Councilor|Cllr|Coun|Clr)\.?s?\Z")
RANK = re.compile(r"Superintendent|Supt|Inspector|Insp|Constable|Sergeant|Sgt|Commander|Judge")
HONOURS = re.compile(r"\s+(?:(?:CBE|OBE|MBE|BEM|KC|QC|QPM|JP|MP|HMI|SHMI|DL)\b,?\s*)+")


def has_office(words: str) -> bool:
    """Tell whether the words name an office that a person holds."""
    return any(word in OFFICES for word in re.findall(r"[a-z-]+", words.lower().replace("’", "'")))


def is_body(words: str) -> bool:
    """Tell whether the words name a body and no office."""
    found = re.findall(r"[a-z]+", words.lower())
    return any(word in BODIES for word in found) and not has_office(words)
