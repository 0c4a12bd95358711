"""Swedish words that name health, care, addiction, violence or crime.

Each line is one word or stem: `*` stands for any letters, so `alkoholis*` meets alkoholism and
alkoholist, and `*cancer*` meets bröstcancern. Words in capitals are met in capitals only, where
another word is spelled alike. Everyday words of these agencies are left out on purpose: sjuk, sjukdom,
sjukvård, sjukpenning, sjukskriven, vårdcentral, läkare, läkarintyg, rehabilitering, arbetsterapeut,
belastningsregistret. A warning that comes for every message is one nobody reads.
"""

HEALTH = """
    depression* deprimera* depressiv* utmattningssyndrom* utmattningsdepression* utbränd* utbrändhet*
    ångest* dödsångest* panikångest* panikattack* paniksyndrom* ptsd posttraumatisk* trauma trauman traumat traumatisk*
    traumatiser* fobi fobin fobier socialfobi* bipolär* manodepressiv* schizofren* psykos psykosen psykoser psykotisk*
    psykisk* borderline personlighetssyndrom* personlighetsstörning* tvångssyndrom* tvångstank* ocd
    adhd ADD npf autism* autist* asperger* tourette* dyslexi* dyslektiker* dyskalkyli* utvecklingsstörning*
    funktionsnedsätt* funktionshind* hjärnskad* hjärntrött* ätstörning* anorexi* bulimi*
    självmord* suicid* självskad* demens* alzheimer* parkinson*
    diabetes* diabetiker* *cancer* tumör* hjärntumör* leukemi* stroke hjärtinfarkt* hjärtsvikt* hjärtsjukdom*
    epilepsi* epileptiker* astma astman astmatiker* KOL migrän* fibromyalgi* reumatism* reumatisk* reumatoid*
    artros artrosen diskbråck* whiplash* hiv hivpositiv* aids hepatit* tuberkulos* borrelia* levercirros*
    gravid graviditet* missfall* abort aborten aborter aborterade könssjukdom* könsdysfori*
    sjukdomshistori* sjukdomsbild* diagnos diagnosen diagnoser diagnoserna diagnostiser*
"""

TREATMENT = """
    psykiatri* psykiatr psykiatern *psykiatrin *psykiatrisk* vuxenpsyk* psykakut* rättspsyk*
    psykolog psykologen psykologer psykologsamtal* psykoterap* samtalsterap* kbt elchock* elbehandling*
    medicinera* medicinering* medicin medicinen mediciner medicinerna antidepressiv* sertralin* litium
    sömntablett* smärtstillande insulin* metadon* subutex* dialys* cellgift* cytostatika* kemoterapi*
    strålbehandl* operation operationen operationer opererad opererades opereras slutenvård* tvångsvård*
    beroendevård* beroendemottagning* avgiftning* LPT LRV LVM LVU
"""

ADDICTION = """
    *missbruk* alkoholis* alkoholproblem* alkoholberoende* alkoholen alkohol alkoholvan* onykter* berusad* nykterhet*
    narkotika* narkoman* knark* droger drogen drogerna drogtest* drogberoende* drogproblem* drogpåverk* pundare*
    heroin heroinet kokain* cannabis* hasch haschet amfetamin* tramadol* läkemedelsberoende* opioid*
    spelberoende* tablettberoende* beroendesjukdom* substansbruk* beroendeproblem*
"""

VIOLENCE = """
    våld våldet våldsutsatt* våldsutöv* våldsbrott* våldsoffer* partnervåld* hedersvåld* hedersrelatera* hedersförtryck*
    misshandel misshandeln misshandl* kvinnomisshandel* våldtäkt* våldtagen våldtog* våldta våldtar övergrepp*
    könsstymp* tvångsgift* barnäktenskap* kvinnojour* kvinnofrid* brottsoffer* tortyr* torterad* torterades
    hotbild* hotelse* hotad hotade hotades dödshot* stalkning* stalkad*
"""

CRIME = """
    brott brottet brotten brottslig* brottsling* brottsmisst* brottsutred* brottmål* stöld stölden stölder
    häktad häktades häkte häktet häktning* fängelse* fängslad* åtal åtalet åtala åtalad* åtalas åtalats
    kriminell* kriminalitet* kriminalvård* frivården frivårdens frivårdsinspektör* skyddstillsyn* fotboja* straffad* ostraffad*
    frihetsberöv* rattfyll* rattonykter* snatteri* bedrägeri* häleri* rån rånet rånad rånade gängkriminell*
    polisanmäl* polisförhör* mord mordet mordförsök* dråp dråpet narkotikabrott* sexualbrott*
"""

PHRASES = {
    "health": ("multipel skleros", "downs syndrom", "högt blodtryck", "sänkt stämningsläge"),
    "treatment": ("kognitiv beteendeterapi", "inlagd på sjukhus", "lugnande tabletter"),
    "violence": ("skyddat boende", "olaga hot", "sexuella trakasserier", "sexuellt ofredande"),
    "crime": ("villkorlig dom", "villkorligt frigiven", "dömd för", "dömdes för", "misstänkt för"),
}
