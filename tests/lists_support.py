"""What several tests of lists read."""

from __future__ import annotations

HCPCS = (
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,MULT_PI,COV,BETOS,TOS1,"
    "ANEST_BU,ADD DT,ACT EFF DT,TERM DT,ACTION CD\n"
    '   A1,00100,7,"Dressing for one wound",Dressing one wound,,,,,,,,19970101,19970101,,N\n'
    '   GO,00100,7,"Services under an ot plan",Ot plan of care,,,,,,,,19970101,19970101,,N\n'
    "G0129,00100,3,Occupational therapy services in a partial program,Partial ot program,00,,9,D,"
    "Y2,9,0,20000101,20000101,,N\n"
    "L3906,00100,3,Wrist hand orthosis without joints,Wrist hand orthosis,38,,A,C,D1F,P,0,"
    "19860101,20100101,,N\n"
    "L3906,00200,4,with straps and custom made,,,,,,,,,,,,\n"
    "G0283,00100,3,Electrical stimulation,Elec stim,11,,A,C,P6B,1,0,20030101,20030101,,N\n"
)
