"""English words that decide whether a period ends a sentence; each without its last period."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# What always stands before something else: no sentence ends there.
TITLES = _words("""
    Mr Mrs Ms Mx Dr Prof Gen Lt Col Sgt Capt Maj Cpl Pvt Pfc Spc Adm Cmdr Cdr Brig Rep Reps Sen Sens Gov
    Pres Rev Hon Supt Det Atty Amb Sec Msgr Fr Messrs vs v e.g i.e cf ca
""")

# What stands before a number; no sentence ends between the two.
NUMBERED = _words("""
    No Nos no nos Art Fig Vol Ch Sec pp p Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec
""")

# Abbreviations that may also end a sentence: it ends where one of STARTERS, or a quotation, follows.
ENDERS = _words("""
    St Mt Ft Inc Corp Co Cos Ltd LLC Bros Jr Sr Esq Dept Div Univ Assn Ave Blvd Rd Hwy Jan Feb Mar Apr Aug
    Sept Sep Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mich Minn Miss Mo
    Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo al approx
""")

# The same, but it ends before any capital letter, except that of a word in AFTER_TIME.
TIMES = _words("a.m p.m B.C A.D C.E B.C.E")

# What may follow a time of day within its sentence.
AFTER_TIME = _words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun
    January February March April May June July August September October November December Jan Feb Mar Apr
    Jun Jul Aug Sept Sep Oct Nov Dec ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET Eastern
    Central Pacific Mountain Greenwich
""")

# Words that start sentences, and are seldom the first word of a name.
STARTERS = _words("""
    A According After Also Although Among An And Another Any As Asked At Because Before Both But By
    Despite During Each Earlier Even Every Few For From He Her Here His How However I If In Instead It Its
    Just Last Later Many Meanwhile More Most My Not Now Officials On Once One Only Or Other Our Several
    She Since So Some Speaking Still Such That The Their Then There These They This Those Though To Two
    Until We What When Where Whether Which While Who Why With Yet You
""")
