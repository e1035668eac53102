from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from copilot.errors import BadInput, UnreadableFile
from copilot.ingest.crm.export import read_export, read_exports
from copilot.ingest.crm.lexicon import candidates, fields
from copilot.ingest.crm.mapping import check_mapping, mapping_text, read_mapping
from copilot.ingest.crm.preview import preview, proposed_mapping
from copilot.ingest.crm.schema import RECORDS, CrmAccount, CrmActivity, CrmContact, CrmOpportunity
from copilot.ingest.crm.values import state_of
from tests.ingest import crm_files as files


def table(rows, name="report1.csv", mapping=None, **how):
    return read_export(name, files.csv_bytes(rows, **how), mapping, "crm.yaml").tables[0]


def records(rows, **how):
    return list(table(rows, **how).rows.records.values())


def columns(rows, **how):
    return {one.header: one.field for one in table(rows, **how).reading.columns}


@pytest.mark.parametrize(
    ("rows", "expected", "unread"),
    [
        (files.SALESFORCE_ACCOUNTS, "account", set()),
        (files.SALESFORCE_OPPORTUNITIES, "opportunity", set()),
        (files.SALESFORCE_FR, "opportunity", set()),
        (files.HUBSPOT_EN, "opportunity", set()),
        (files.HUBSPOT_FR_CONTACTS, "contact", set()),
        (files.DYNAMICS, "opportunity", {"(Do Not Modify) Row Checksum"}),
        (files.PIPEDRIVE, "opportunity", set()),
        (files.JOINED_REPORT, "opportunity", set()),
        (files.ACTIVITIES, "activity", set()),
    ],
)
def test_exports_of_each_tool_are_understood(rows, expected, unread):
    read = table(rows)
    assert read.reading.object == expected
    assert {one.header for one in read.reading.columns if one.field is None} == unread
    assert len(read.rows.records) == len(rows) - 1


def test_a_plain_french_table_with_semicolons_is_read_exactly():
    first, lost, *_ = records(files.PLAIN_FR, delimiter=";", encoding="cp1252")
    assert (first.name, first.account_name, first.state) == ("Maintenance 2027", "Orival Foods", "open")
    assert (first.amount, first.currency) == (Decimal("1234.56"), "EUR")
    assert (first.probability, first.close_date) == (Decimal("0.45"), dt.date(2026, 6, 30))
    # 05/04/2026 alone has two readings: the column decides.
    assert (lost.close_date, lost.state, lost.doubts) == (dt.date(2026, 4, 5), "lost", ())


def test_ids_and_names_link_a_deal_to_its_account_and_contact():
    deal = records(files.HUBSPOT_EN)[0]
    assert isinstance(deal, CrmOpportunity)
    assert (deal.account_id, deal.account_name, deal.contact_id, deal.contact_name) == (
        "7003", "Talmont Group", "5001", "Ines Roy",
    )  # fmt: skip


def test_names_that_every_object_has_belong_to_the_table():
    assert columns(files.SALESFORCE_ACCOUNTS)["Name"] == "account.name"
    assert columns(files.SALESFORCE_OPPORTUNITIES)["Name"] == "opportunity.name"
    assert columns(files.SALESFORCE_OPPORTUNITIES)["AccountId"] == "account.id"


def test_a_key_of_a_machine_under_the_name_of_an_object_is_its_id():
    assert columns(files.DYNAMICS)["(Do Not Modify) Opportunity"] == "opportunity.id"
    assert columns(files.ACTIVITIES)["WhatId"] == "activity.related"


def test_a_joined_report_tells_of_other_objects_too():
    read = table(files.JOINED_REPORT)
    assert read.reading.is_report
    account, contact = read.rows.others[0]
    assert isinstance(account, CrmAccount)
    assert (account.name, account.industry) == ("Orival Foods", "Food")
    assert isinstance(contact, CrmContact)
    assert (contact.name, contact.email) == ("Paul Lantier", "p.lantier@orival.example")
    assert not table(files.SALESFORCE_FR).reading.is_report


def test_rows_of_two_kinds_share_their_columns():
    rows = [
        ["Libellé", "Nature", "Échéance", "Montant", "Étape"],
        ["Contrat", "Opp", "30/06/2026", "1000", "Proposition"],
        ["Visite", "Activité", "17/02/2026", "", "Fait"],
    ]
    deal, visit = records(rows)
    assert isinstance(deal, CrmOpportunity)
    assert isinstance(visit, CrmActivity)
    assert (visit.subject, visit.date, visit.status) == ("Visite", dt.date(2026, 2, 17), "Fait")


def test_records_cite_their_row():
    deal = records(files.SALESFORCE_FR)[1]
    citation = deal.cite()
    assert (citation.document, citation.locator.row) == ("report1.csv", 3)
    assert citation.quote.startswith("Brenac | Capteurs | Fermée gagnée | 1 234,56")


def test_the_month_stands_first_when_the_table_says_so():
    rows = [
        ["Opportunity Name", "Close Date", "Created Date", "Amount"],
        ["A", "3/7/2026", "12/31/2025", "1"],
        ["B", "4/5/2026", "1/2/2026", "2"],
    ]
    assert [one.close_date for one in records(rows)] == [dt.date(2026, 3, 7), dt.date(2026, 4, 5)]


def test_days_with_two_readings_are_told_and_settled_by_the_mapping():
    rows = [["Opportunity Name", "Close Date", "Amount"], ["A", "3/7/2026", "1"], ["B", "4/5/2026", "2"]]
    read = table(rows)
    assert [(one.field, one.reason, one.count) for one in read.rows.unread] == [
        ("opportunity.close_date", "two_readings", 2)
    ]
    assert all(one.doubts == ("close_date",) for one in read.rows.records.values())
    said = check_mapping({"tables": [{"columns": {"Close Date": "opportunity.close_date"}, "dates": "mdy"}]}, "m.yaml")
    settled = table(rows, mapping=said)
    assert settled.rows.unread == []
    assert [one.close_date for one in settled.rows.records.values()] == [dt.date(2026, 3, 7), dt.date(2026, 4, 5)]


def test_cells_that_are_no_amounts_are_told():
    rows = [
        ["Opportunity Name", "Stage", "Amount"],
        ["A", "Open", "1,200.50"],
        ["B", "Open", "tbd"],
        ["C", "Open", "300.00"],
    ]
    read = table(rows)
    assert [one.amount for one in read.rows.records.values()] == [Decimal("1200.50"), None, Decimal("300.00")]
    assert [(one.header, one.reason, one.examples) for one in read.rows.unread] == [("Amount", "not_read", ("tbd",))]


def test_a_column_whose_cells_are_of_another_kind_is_not_read():
    rows = [["Opportunity Name", "Stage", "Amount"], ["A", "Open", "large"], ["B", "Won", "small"]]
    amount = table(rows).reading.columns[2]
    assert (amount.field, amount.reason, amount.others) == (None, "values", ("opportunity.amount",))


def test_a_currency_that_is_not_stated_stays_unknown():
    rows = [["Opportunity Name", "Stage", "Amount"], ["A", "Open", "1200"]]
    assert records(rows)[0].currency is None
    assert records([["Opportunity Name", "Stage", "Amount (k€)"], ["A", "Open", "12"]])[0].amount == Decimal(12_000)
    said = check_mapping({"tables": [{"columns": {"Amount": "opportunity.amount"}, "currency": "GBP"}]}, "m.yaml")
    assert next(iter(table(rows, mapping=said).rows.records.values())).currency == "GBP"


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("Closed Won", "won"), ("closedwon", "won"), ("Fermée gagnée", "won"), ("Signé", "won"), ("4 - Won", "won"),
        ("Closed Lost", "lost"), ("Perdue - prix", "lost"), ("Sans suite", "lost"), ("Lost - no decision", "lost"),
        ("No go", "lost"), ("Prospecting", "open"), ("Négociation", "open"), ("À signer", "open"),
        ("En attente de signature", "open"), ("Won't close", "open"), ("Closed", "unknown"), ("Clôturé", "unknown"),
        ("Non gagné", "unknown"), ("Almost won", "unknown"), ("", "unknown"),
    ],
)  # fmt: skip
def test_stages_are_won_or_lost_only_when_they_say_so(stage, state):
    assert state_of(stage) == state


def test_flags_settle_what_the_stage_does_not_say():
    rows = [
        ["Opportunity Name", "Stage", "Is Won", "Is Closed"],
        ["A", "Closed", "true", "true"],
        ["B", "Closed", "false", "true"],
        ["C", "Closed", "false", "false"],
    ]
    assert [one.state for one in records(rows)] == ["won", "lost", "open"]


def test_rows_that_are_no_records_are_left_out_with_the_reason():
    rows = [
        ["Account Name", "Opportunity Name", "Stage", "Amount"],
        ["Total", "Well", "Open", "10"],
        ["Acme", "Pump", "Open", "20"],
        ["Acme", "Pump", "Open", "20"],
        ["ACCOUNT NAME", "OPPORTUNITY NAME", "STAGE", "AMOUNT"],
        ["Acme", "Valve", "Won", "30"],
        ["Grand Total", "", "", "60"],
    ]
    read = table(rows)
    assert read.rows.dropped == {2: "duplicate", 3: "repeated_header", 5: "total"}
    assert [one.account_name for one in read.rows.records.values()] == ["Total", "Acme", "Acme"]


def test_an_id_on_two_rows_that_differ_is_told():
    rows = [["Deal ID", "Deal Name", "Stage"], ["1", "A", "Open"], ["1", "A", "Won"], ["2", "B", "Open"]]
    assert table(rows).rows.same_id == ["1"]


def test_titles_and_feet_of_a_printed_report_are_no_rows():
    read = read_export("report.csv", files.printed_report(files.JOINED_REPORT))
    assert [one.reading.object for one in read.tables] == ["opportunity"]
    assert len(read.tables[0].rows.records) == 2


def test_a_workbook_has_an_object_a_sheet_and_every_digit():
    accounts = [["Name", "Industry", "AnnualRevenue"], ["Acme", "Food", 1234567.891]]
    data = files.xlsx_bytes(Accounts=accounts, Deals=[["Deal", "Stage", "Close"], ["A", "Open", dt.date(2026, 6, 30)]])
    first, second = read_export("crm.xlsx", data).tables
    assert (first.reading.object, second.reading.object) == ("account", "opportunity")
    assert first.rows.records[0].revenue == Decimal("1234567.891")
    assert second.rows.records[0].close_date == dt.date(2026, 6, 30)
    assert second.rows.records[0].locator.sheet == "Deals"


def test_a_table_of_something_else_is_left_alone():
    rows = [["Room", "Width", "Height"], ["Hall", "4", "3"], ["Office", "3", "3"]]
    read = table(rows)
    assert (read.reading.object, read.rows.records) == (None, {})
    assert {one.reason for one in read.reading.columns} == {"unknown"}


def test_mail_addresses_under_a_header_that_says_nothing_are_a_guess():
    rows = [["First Name", "Last Name", "X1"], ["Ann", "Lee", "a@x.example"], ["Bob", "Ray", "b@x.example"]]
    guess = table(rows).reading.columns[2]
    assert (guess.field, guess.sure, guess.reason) == ("contact.email", False, "by_values")


def test_a_slip_of_the_pen_is_taken_and_marked():
    rows = [["Opportunity Name", "Stage", "Probabilty"], ["A", "Open", "20 %"]]
    column = table(rows).reading.columns[2]
    assert (column.field, column.sure, column.reason) == ("opportunity.probability", False, "near")


def test_a_second_column_for_a_field_is_told():
    rows = [["Opportunity Name", "Amount", "Montant", "Stage"], ["A", "1", "2", "Open"]]
    assert [(one.field, one.reason) for one in table(rows).reading.columns][1:3] == [
        ("opportunity.amount", None),
        (None, "taken"),
    ]


def test_a_mapping_gives_the_same_reading_again_and_can_be_corrected(tmp_path):
    given = [("deals.csv", files.csv_bytes(files.DYNAMICS)), ("x.csv", b"Room,Width\nHall,4\nBox,3\n")]
    exports, _ = read_exports(given)
    path = tmp_path / "crm.yaml"
    path.write_text(mapping_text(proposed_mapping(exports)), "utf-8")
    mapping = read_mapping(path)
    again, _ = read_exports(given, mapping, "crm.yaml")
    assert [one.records for one in preview(again).tables] == [one.records for one in preview(exports).tables]
    path.write_text(
        path.read_text("utf-8").replace("Topic: opportunity.name", "Topic: opportunity.description"), "utf-8"
    )
    read = table(files.DYNAMICS, name="next-month.csv", mapping=read_mapping(path))
    assert read.reading.mapped
    assert next(iter(read.rows.records.values())).description == "Line 4 retrofit"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"tables": [{"columns": {"A": "opportunity.ammount"}}]}, "did you mean opportunity.amount"),
        ({"tables": [{"columns": {"A": "account.name", "B": "account.name"}}]}, "'A' and 'B' are both account.name"),
        ({"tables": [{"columns": {}, "dates": "ymd"}]}, "tables.0.dates"),
        ({"tabels": []}, "tabels"),
        (["x"], "m.yaml"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_in_one_line(content, told):
    with pytest.raises(BadInput, match=r"mapping m\.yaml") as refused:
        check_mapping(content, "m.yaml")
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_mapping_for_columns_that_are_gone_is_refused():
    said = check_mapping(
        {"tables": [{"file": "report1.csv", "columns": {"Amount": None, "Margin": "opportunity.expected"}}]}, "m.yaml"
    )
    with pytest.raises(BadInput, match="no column 'Margin'; there are"):
        table(files.SALESFORCE_OPPORTUNITIES, mapping=said)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tables: [", "it is not YAML"),
        ("[" * 60_000, "it is not YAML"),
        ("a: &a [x]\nb: [*a, *a]", "anchors and aliases"),
        ("#" * 300_000, "larger than"),
    ],
)
def test_a_mapping_that_is_no_plain_yaml_is_refused(tmp_path, text, told):
    path = tmp_path / "m.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=told):
        read_mapping(path)


def test_one_bad_file_does_not_stop_the_others():
    good = ("deals.csv", files.csv_bytes(files.PIPEDRIVE))
    exports, bad = read_exports([("empty.csv", b""), good])
    assert [one.name for one in exports] == ["deals.csv"]
    assert len(bad) == 1
    assert bad[0].startswith("empty.csv: ")
    with pytest.raises(UnreadableFile):
        read_exports([("empty.csv", b"")])


def test_the_preview_counts_and_shows():
    exports, _ = read_exports([("plan.csv", files.csv_bytes(files.PLAIN_FR, ";"))])
    (told,) = preview(exports).tables
    assert (told.rows, told.records, told.dropped) == (5, {"opportunity": 4}, {"total": 1})
    assert (told.states, told.currencies, told.dates) == ({"open": 3, "lost": 1}, ("EUR",), "dmy")
    assert (told.accounts, told.no_account) == (2, 1)
    amount = told.columns[2]
    assert (amount.field, amount.filled, amount.examples[0]) == ("opportunity.amount", 5, "1 234,56 €")
    assert told.first[0]["close_date"] == "2026-06-30"


def test_the_lexicon_fills_the_records():
    for key, known in fields().items():
        name = known.name
        assert name in RECORDS[known.object].model_fields, key
    assert len(fields()) > 60
    assert candidates("") == ()
