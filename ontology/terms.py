"""IRIs of the vocabulary as plain strings.

Generated from ontology/*.ttl by scripts/generate_terms.py; not to be edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final[str] = "0.1.0"
"""Of the ontology."""

ONTOLOGY: Final[str] = "https://w3id.org/caregraph/ontology"

SCHEME: Final[str] = "https://w3id.org/caregraph/scheme/"
"""Base of the concepts: SCHEME + "area/overall"."""

ID: Final[str] = "https://w3id.org/caregraph/id/"
"""Base of the individuals: ID + "authority/E10000017"."""

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "absence": "https://w3id.org/caregraph/scheme/absence/",
        "area": "https://w3id.org/caregraph/scheme/area/",
        "authority": "https://w3id.org/caregraph/id/authority/",
        "cg": "https://w3id.org/caregraph/ontology#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "framework": "https://w3id.org/caregraph/scheme/framework/",
        "grade": "https://w3id.org/caregraph/scheme/grade/",
        "id": "https://w3id.org/caregraph/id/",
        "national-framework": "https://w3id.org/caregraph/scheme/national-framework/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "polarity": "https://w3id.org/caregraph/scheme/polarity/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "region": "https://w3id.org/caregraph/id/region/",
        "schema": "https://schema.org/",
        "scheme": "https://w3id.org/caregraph/scheme/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "status": "https://w3id.org/caregraph/scheme/status/",
        "theme": "https://w3id.org/caregraph/scheme/theme/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""What a query may use without declaring it."""


class CG:
    """Our own terms."""

    AbsentJudgement: Final[str] = "https://w3id.org/caregraph/ontology#AbsentJudgement"
    Action: Final[str] = "https://w3id.org/caregraph/ontology#Action"
    Assertion: Final[str] = "https://w3id.org/caregraph/ontology#Assertion"
    Authority: Final[str] = "https://w3id.org/caregraph/ontology#Authority"
    Document: Final[str] = "https://w3id.org/caregraph/ontology#Document"
    Finding: Final[str] = "https://w3id.org/caregraph/ontology#Finding"
    Inspection: Final[str] = "https://w3id.org/caregraph/ontology#Inspection"
    InspectionReport: Final[str] = "https://w3id.org/caregraph/ontology#InspectionReport"
    Judgement: Final[str] = "https://w3id.org/caregraph/ontology#Judgement"
    MeetingRecord: Final[str] = "https://w3id.org/caregraph/ontology#MeetingRecord"
    NewsArticle: Final[str] = "https://w3id.org/caregraph/ontology#NewsArticle"
    Post: Final[str] = "https://w3id.org/caregraph/ontology#Post"
    Presentation: Final[str] = "https://w3id.org/caregraph/ontology#Presentation"
    Recommendation: Final[str] = "https://w3id.org/caregraph/ontology#Recommendation"
    Region: Final[str] = "https://w3id.org/caregraph/ontology#Region"
    Statement: Final[str] = "https://w3id.org/caregraph/ontology#Statement"
    Statistic: Final[str] = "https://w3id.org/caregraph/ontology#Statistic"
    about: Final[str] = "https://w3id.org/caregraph/ontology#about"
    absenceReason: Final[str] = "https://w3id.org/caregraph/ontology#absenceReason"
    addressedTo: Final[str] = "https://w3id.org/caregraph/ontology#addressedTo"
    area: Final[str] = "https://w3id.org/caregraph/ontology#area"
    confidence: Final[str] = "https://w3id.org/caregraph/ontology#confidence"
    dfeCode: Final[str] = "https://w3id.org/caregraph/ontology#dfeCode"
    endDate: Final[str] = "https://w3id.org/caregraph/ontology#endDate"
    everydayWord: Final[str] = "https://w3id.org/caregraph/ontology#everydayWord"
    family: Final[str] = "https://w3id.org/caregraph/ontology#family"
    fileName: Final[str] = "https://w3id.org/caregraph/ontology#fileName"
    findingOf: Final[str] = "https://w3id.org/caregraph/ontology#findingOf"
    formerCode: Final[str] = "https://w3id.org/caregraph/ontology#formerCode"
    framework: Final[str] = "https://w3id.org/caregraph/ontology#framework"
    grade: Final[str] = "https://w3id.org/caregraph/ontology#grade"
    inspector: Final[str] = "https://w3id.org/caregraph/ontology#inspector"
    inspects: Final[str] = "https://w3id.org/caregraph/ontology#inspects"
    joinedBecause: Final[str] = "https://w3id.org/caregraph/ontology#joinedBecause"
    judgementOf: Final[str] = "https://w3id.org/caregraph/ontology#judgementOf"
    leadInspector: Final[str] = "https://w3id.org/caregraph/ontology#leadInspector"
    limit: Final[str] = "https://w3id.org/caregraph/ontology#limit"
    member: Final[str] = "https://w3id.org/caregraph/ontology#member"
    mentionedIn: Final[str] = "https://w3id.org/caregraph/ontology#mentionedIn"
    nationalFramework: Final[str] = "https://w3id.org/caregraph/ontology#nationalFramework"
    nationalFrameworkTag: Final[str] = "https://w3id.org/caregraph/ontology#nationalFrameworkTag"
    officialName: Final[str] = "https://w3id.org/caregraph/ontology#officialName"
    ofstedUrn: Final[str] = "https://w3id.org/caregraph/ontology#ofstedUrn"
    onsCode: Final[str] = "https://w3id.org/caregraph/ontology#onsCode"
    organisation: Final[str] = "https://w3id.org/caregraph/ontology#organisation"
    otherFileName: Final[str] = "https://w3id.org/caregraph/ontology#otherFileName"
    page: Final[str] = "https://w3id.org/caregraph/ontology#page"
    pageCount: Final[str] = "https://w3id.org/caregraph/ontology#pageCount"
    paragraph: Final[str] = "https://w3id.org/caregraph/ontology#paragraph"
    paragraphReference: Final[str] = "https://w3id.org/caregraph/ontology#paragraphReference"
    passage: Final[str] = "https://w3id.org/caregraph/ontology#passage"
    planned: Final[str] = "https://w3id.org/caregraph/ontology#planned"
    polarity: Final[str] = "https://w3id.org/caregraph/ontology#polarity"
    predecessor: Final[str] = "https://w3id.org/caregraph/ontology#predecessor"
    previousInspection: Final[str] = "https://w3id.org/caregraph/ontology#previousInspection"
    problem: Final[str] = "https://w3id.org/caregraph/ontology#problem"
    publicationDate: Final[str] = "https://w3id.org/caregraph/ontology#publicationDate"
    query: Final[str] = "https://w3id.org/caregraph/ontology#query"
    quotes: Final[str] = "https://w3id.org/caregraph/ontology#quotes"
    quotesBecause: Final[str] = "https://w3id.org/caregraph/ontology#quotesBecause"
    rank: Final[str] = "https://w3id.org/caregraph/ontology#rank"
    recommendationOf: Final[str] = "https://w3id.org/caregraph/ontology#recommendationOf"
    refersTo: Final[str] = "https://w3id.org/caregraph/ontology#refersTo"
    region: Final[str] = "https://w3id.org/caregraph/ontology#region"
    reportedIn: Final[str] = "https://w3id.org/caregraph/ontology#reportedIn"
    roleTitle: Final[str] = "https://w3id.org/caregraph/ontology#roleTitle"
    score: Final[str] = "https://w3id.org/caregraph/ontology#score"
    search: Final[str] = "https://w3id.org/caregraph/ontology#search"
    section: Final[str] = "https://w3id.org/caregraph/ontology#section"
    servedOn: Final[str] = "https://w3id.org/caregraph/ontology#servedOn"
    sha256: Final[str] = "https://w3id.org/caregraph/ontology#sha256"
    similarity: Final[str] = "https://w3id.org/caregraph/ontology#similarity"
    speaker: Final[str] = "https://w3id.org/caregraph/ontology#speaker"
    startDate: Final[str] = "https://w3id.org/caregraph/ontology#startDate"
    statedIn: Final[str] = "https://w3id.org/caregraph/ontology#statedIn"
    statisticalNeighbour: Final[str] = "https://w3id.org/caregraph/ontology#statisticalNeighbour"
    status: Final[str] = "https://w3id.org/caregraph/ontology#status"
    successor: Final[str] = "https://w3id.org/caregraph/ontology#successor"
    text: Final[str] = "https://w3id.org/caregraph/ontology#text"
    theme: Final[str] = "https://w3id.org/caregraph/ontology#theme"
    unit: Final[str] = "https://w3id.org/caregraph/ontology#unit"
    validFrom: Final[str] = "https://w3id.org/caregraph/ontology#validFrom"
    validUntil: Final[str] = "https://w3id.org/caregraph/ontology#validUntil"
    value: Final[str] = "https://w3id.org/caregraph/ontology#value"


class DCTERMS:
    """Dublin Core terms."""

    format: Final[str] = "http://purl.org/dc/terms/format"
    isReplacedBy: Final[str] = "http://purl.org/dc/terms/isReplacedBy"
    issued: Final[str] = "http://purl.org/dc/terms/issued"
    license: Final[str] = "http://purl.org/dc/terms/license"
    publisher: Final[str] = "http://purl.org/dc/terms/publisher"
    references: Final[str] = "http://purl.org/dc/terms/references"
    replaces: Final[str] = "http://purl.org/dc/terms/replaces"
    source: Final[str] = "http://purl.org/dc/terms/source"
    subject: Final[str] = "http://purl.org/dc/terms/subject"
    title: Final[str] = "http://purl.org/dc/terms/title"


class FOAF:
    """Friend of a Friend: people."""

    Document: Final[str] = "http://xmlns.com/foaf/0.1/Document"
    Person: Final[str] = "http://xmlns.com/foaf/0.1/Person"
    name: Final[str] = "http://xmlns.com/foaf/0.1/name"


class OA:
    """The Web Annotation vocabulary: passages."""

    SpecificResource: Final[str] = "http://www.w3.org/ns/oa#SpecificResource"
    TextPositionSelector: Final[str] = "http://www.w3.org/ns/oa#TextPositionSelector"
    TextQuoteSelector: Final[str] = "http://www.w3.org/ns/oa#TextQuoteSelector"
    end: Final[str] = "http://www.w3.org/ns/oa#end"
    exact: Final[str] = "http://www.w3.org/ns/oa#exact"
    hasSelector: Final[str] = "http://www.w3.org/ns/oa#hasSelector"
    hasSource: Final[str] = "http://www.w3.org/ns/oa#hasSource"
    start: Final[str] = "http://www.w3.org/ns/oa#start"


class ORG:
    """The W3C organization ontology."""

    FormalOrganization: Final[str] = "http://www.w3.org/ns/org#FormalOrganization"
    Membership: Final[str] = "http://www.w3.org/ns/org#Membership"
    Organization: Final[str] = "http://www.w3.org/ns/org#Organization"
    member: Final[str] = "http://www.w3.org/ns/org#member"
    organization: Final[str] = "http://www.w3.org/ns/org#organization"


class OWL:
    """The Web Ontology Language."""

    Class: Final[str] = "http://www.w3.org/2002/07/owl#Class"
    DatatypeProperty: Final[str] = "http://www.w3.org/2002/07/owl#DatatypeProperty"
    ObjectProperty: Final[str] = "http://www.w3.org/2002/07/owl#ObjectProperty"
    Ontology: Final[str] = "http://www.w3.org/2002/07/owl#Ontology"
    inverseOf: Final[str] = "http://www.w3.org/2002/07/owl#inverseOf"
    versionIRI: Final[str] = "http://www.w3.org/2002/07/owl#versionIRI"
    versionInfo: Final[str] = "http://www.w3.org/2002/07/owl#versionInfo"


class PROV:
    """The W3C provenance ontology."""

    Activity: Final[str] = "http://www.w3.org/ns/prov#Activity"
    Entity: Final[str] = "http://www.w3.org/ns/prov#Entity"
    used: Final[str] = "http://www.w3.org/ns/prov#used"
    wasAssociatedWith: Final[str] = "http://www.w3.org/ns/prov#wasAssociatedWith"
    wasDerivedFrom: Final[str] = "http://www.w3.org/ns/prov#wasDerivedFrom"
    wasGeneratedBy: Final[str] = "http://www.w3.org/ns/prov#wasGeneratedBy"
    wasQuotedFrom: Final[str] = "http://www.w3.org/ns/prov#wasQuotedFrom"


class RDF:
    """RDF's own vocabulary."""

    first: Final[str] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
    nil: Final[str] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"
    rest: Final[str] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"
    type: Final[str] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class RDFS:
    """RDF Schema."""

    Literal: Final[str] = "http://www.w3.org/2000/01/rdf-schema#Literal"
    Resource: Final[str] = "http://www.w3.org/2000/01/rdf-schema#Resource"
    comment: Final[str] = "http://www.w3.org/2000/01/rdf-schema#comment"
    domain: Final[str] = "http://www.w3.org/2000/01/rdf-schema#domain"
    label: Final[str] = "http://www.w3.org/2000/01/rdf-schema#label"
    range: Final[str] = "http://www.w3.org/2000/01/rdf-schema#range"
    subClassOf: Final[str] = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    subPropertyOf: Final[str] = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf"


class SCHEMA:
    """schema.org."""

    AdministrativeArea: Final[str] = "https://schema.org/AdministrativeArea"
    NewsArticle: Final[str] = "https://schema.org/NewsArticle"
    PresentationDigitalDocument: Final[str] = "https://schema.org/PresentationDigitalDocument"
    Quotation: Final[str] = "https://schema.org/Quotation"
    Report: Final[str] = "https://schema.org/Report"
    about: Final[str] = "https://schema.org/about"
    creator: Final[str] = "https://schema.org/creator"
    endDate: Final[str] = "https://schema.org/endDate"
    legalName: Final[str] = "https://schema.org/legalName"
    startDate: Final[str] = "https://schema.org/startDate"
    text: Final[str] = "https://schema.org/text"


class SKOS:
    """Simple Knowledge Organization System: concepts."""

    Concept: Final[str] = "http://www.w3.org/2004/02/skos/core#Concept"
    ConceptScheme: Final[str] = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
    altLabel: Final[str] = "http://www.w3.org/2004/02/skos/core#altLabel"
    broader: Final[str] = "http://www.w3.org/2004/02/skos/core#broader"
    definition: Final[str] = "http://www.w3.org/2004/02/skos/core#definition"
    hiddenLabel: Final[str] = "http://www.w3.org/2004/02/skos/core#hiddenLabel"
    inScheme: Final[str] = "http://www.w3.org/2004/02/skos/core#inScheme"
    narrower: Final[str] = "http://www.w3.org/2004/02/skos/core#narrower"
    notation: Final[str] = "http://www.w3.org/2004/02/skos/core#notation"
    prefLabel: Final[str] = "http://www.w3.org/2004/02/skos/core#prefLabel"
    related: Final[str] = "http://www.w3.org/2004/02/skos/core#related"


class XSD:
    """XML Schema datatypes."""

    boolean: Final[str] = "http://www.w3.org/2001/XMLSchema#boolean"
    date: Final[str] = "http://www.w3.org/2001/XMLSchema#date"
    decimal: Final[str] = "http://www.w3.org/2001/XMLSchema#decimal"
    double: Final[str] = "http://www.w3.org/2001/XMLSchema#double"
    gYear: Final[str] = "http://www.w3.org/2001/XMLSchema#gYear"
    gYearMonth: Final[str] = "http://www.w3.org/2001/XMLSchema#gYearMonth"
    integer: Final[str] = "http://www.w3.org/2001/XMLSchema#integer"
    string: Final[str] = "http://www.w3.org/2001/XMLSchema#string"
