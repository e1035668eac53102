"""Small exports in the manner of each CRM, all invented: its names of columns, its dates, its amounts."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook

SALESFORCE_ACCOUNTS = [
    ["Id", "Name", "Industry", "AnnualRevenue", "NumberOfEmployees", "BillingCity", "OwnerId", "ParentId"],
    ["0015g00000AbCd1AAA", "Orival Foods", "Food", "125000000", "430", "Lyon", "0055g000001XyZ1AAA", ""],
    ["0015g00000AbCd2AAA", "Brenac", "Chemicals", "98000000.50", "1210", "Metz", "0055g000001XyZ1AAA", ""],
    ["0015g00000AbCd3AAA", "Talmont Group", "Energy", "", "", "Nantes", "0055g000001XyZ2AAA", ""],
]
SALESFORCE_OPPORTUNITIES = [
    ["Id", "AccountId", "Name", "StageName", "Amount", "CurrencyIsoCode", "Probability", "CloseDate", "IsClosed",
     "IsWon", "LeadSource", "NextStep", "OwnerId", "CreatedDate"],
    ["0065g00000Op001AAA", "0015g00000AbCd1AAA", "Orival – renewal", "Negotiation/Review", "120000.5", "EUR", "75",
     "2026-09-30", "false", "false", "Web", "Call the CFO", "0055g000001XyZ1AAA", "2026-01-12T08:30:00.000Z"],
    ["0065g00000Op002AAA", "0015g00000AbCd1AAA", "Orival – audit", "Closed Won", "18000", "EUR", "100",
     "2026-02-14", "true", "true", "", "", "0055g000001XyZ1AAA", "2025-11-02T08:30:00.000Z"],
    ["0065g00000Op003AAA", "0015g00000AbCd2AAA", "Brenac – sensors", "Closed Lost", "64000", "EUR", "0",
     "2026-03-01", "true", "false", "", "", "0055g000001XyZ2AAA", "2025-12-20T08:30:00.000Z"],
    ["0065g00000Op004AAA", "", "Orphan deal", "Prospecting", "1000", "EUR", "10",
     "2026-12-01", "false", "false", "", "", "0055g000001XyZ2AAA", "2026-02-20T08:30:00.000Z"],
]  # fmt: skip
SALESFORCE_FR = [
    ["Nom du compte", "Nom de l'opportunité", "Étape", "Montant", "Devise du montant", "Probabilité (%)",
     "Date de clôture", "Propriétaire de l'opportunité", "Date de création", "Étape suivante"],
    ["Orival Foods", "Renouvellement cadre", "Négociation", "315 000,00", "EUR", "60 %", "30/06/2026", "Karim Benali",
     "04/01/2026", "Voir le DAF"],
    ["Brenac", "Capteurs", "Fermée gagnée", "1 234,56", "EUR", "100 %", "15/02/2026", "Karim Benali", "03/10/2025", ""],
    ["Brenac", "Audit énergie", "Fermée perdue", "8 000,00", "EUR", "0 %", "01/03/2026", "Diane Petit", "05/11/2025",
     ""],
]  # fmt: skip
HUBSPOT_EN = [
    ["Record ID", "Deal Name", "Deal Stage", "Amount", "Close Date", "Pipeline", "Deal owner", "Create Date",
     "Associated Company", "Associated Company IDs", "Associated Contact", "Associated Contact IDs"],
    ["9001", "Talmont pilot", "Proposal Sent", "45000", "2026-10-31 17:00", "Sales Pipeline", "Jo March",
     "2026-02-01 09:00", "Talmont Group", "7003", "Ines Roy", "5001"],
    ["9002", "Talmont rollout", "Closed won", "250000", "2026-01-31 17:00", "Sales Pipeline", "Jo March",
     "2025-06-01 09:00", "Talmont Group", "7003", "", ""],
]  # fmt: skip
HUBSPOT_FR_CONTACTS = [
    ["ID de fiche d'informations", "Prénom", "Nom", "E-mail", "Numéro de téléphone", "Propriétaire du contact",
     "Entreprise associée", "Intitulé du poste", "Date de création"],
    ["5001", "Inès", "Roy", "ines.roy@talmont.example", "+33 1 02 03 04 05", "Jo March", "Talmont Group",
     "Directrice des achats", "2025-05-12 10:00"],
    ["5002", "Paul", "Lantier", "p.lantier@orival.example", "", "Jo March", "Orival Foods", "DAF", "2025-06-02 10:00"],
]  # fmt: skip
DYNAMICS = [
    ["(Do Not Modify) Opportunity", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On", "Topic",
     "Potential Customer", "Est. Close Date", "Est. Revenue", "Currency", "Probability", "Status", "Status Reason",
     "Owner"],
    ["7f0c2b1e-0001-4c11-9a2b-000000000001", "q1w2e3==", "2/13/2026 10:22 AM", "Line 4 retrofit", "Brenac", "6/5/2026",
     "$88,000.00", "US Dollar", "40", "Open", "In Progress", "Sam Lee"],
    ["7f0c2b1e-0002-4c11-9a2b-000000000002", "r4t5y6==", "2/14/2026 09:01 AM", "Spare parts", "Orival Foods",
     "3/7/2026", "$12,500.75", "US Dollar", "100", "Won", "Won", "Sam Lee"],
]  # fmt: skip
PIPEDRIVE = [
    ["Deal - ID", "Deal - Title", "Deal - Organization", "Deal - Contact person", "Deal - Value",
     "Deal - Currency of Value", "Deal - Status", "Deal - Stage", "Deal - Owner", "Deal - Expected close date",
     "Deal - Lost reason", "Deal - Probability"],
    ["31", "Brenac service", "Brenac", "Luc Hamon", "5400", "EUR", "Open", "Proposal Made", "Eva Stern", "2026-05-20",
     "", "50"],
    ["32", "Orival trial", "Orival Foods", "", "900", "EUR", "Lost", "Contact Made", "Eva Stern", "2026-02-01",
     "Price", ""],
]  # fmt: skip
PLAIN_FR = [
    ["Client", "Affaire", "Montant prévu", "Proba", "Échéance", "Avancement", "Commercial", "Remarque"],
    ["Orival Foods", "Maintenance 2027", "1 234,56 €", "45 %", "30/06/2026", "Proposition", "KB", "attend le budget"],
    ["Orival Foods", "Formation", "24 000,00 €", "35 %", "05/04/2026", "Perdu", "KB", ""],
    ["Brenac SAS", "Pièces", "7 500,00 €", "80 %", "12/09/2026", "Négociation", "DP", ""],
    ["", "Salon de Lyon", "500,00 €", "10 %", "12/10/2026", "Prospect", "DP", ""],
    ["Total", "", "33 234,56 €", "", "", "", "", ""],
]  # fmt: skip
JOINED_REPORT = [
    ["Account Name", "Industry", "Opportunity Name", "Stage", "Close Date", "Amount", "Contact: Full Name",
     "Contact: Email"],
    ["Orival Foods", "Food", "Orival – renewal", "Negotiation", "09/30/2026", "USD 120,000.50", "Paul Lantier",
     "p.lantier@orival.example"],
    ["Brenac", "Chemicals", "Brenac – sensors", "Closed Lost", "03/01/2026", "USD 64,000.00", "Luc Hamon",
     "l.hamon@brenac.example"],
]  # fmt: skip
ACTIVITIES = [
    ["Subject", "Task Type", "Due Date", "Status", "Assigned To", "WhoId", "WhatId", "Priority"],
    ["Call about the offer", "Call", "2026-02-03", "Completed", "Eva Stern", "", "0065g00000Op001AAA", "High"],
    ["Site visit", "Meeting", "2026-02-10", "Not Started", "Eva Stern", "", "0015g00000AbCd2AAA", "Normal"],
    ["Prepare the fair", "Other", "2026-04-10", "Not Started", "Eva Stern", "", "", "Low"],
]


def csv_bytes(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(**sheets: list[list[object]]) -> bytes:
    """A workbook with those sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def printed_report(rows: list[list[str]]) -> bytes:
    """A report as a CRM prints it: a title above, a confidentiality line below."""
    body = csv_bytes(rows).decode()
    return f"Pipeline by account\r\n\r\n{body}\r\nConfidential Information - Do Not Distribute\r\n".encode()
