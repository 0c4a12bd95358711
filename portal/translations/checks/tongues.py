"""Small words that give a language away.

A text in the wrong language is recognised by the words no sentence can do without. Each list holds
only words that are no word of the languages it is told apart from, or rarely.
"""

from types import MappingProxyType

SMALL_WORDS = MappingProxyType({
    tag: frozenset(words.split())
    for tag, words in {
        "en": "the and you your is are of with this that have has not can will from what when which it be been was were please for we they their there an how who do does if or our may must about as on at by to",
        "sv": "och att det är du din ditt dina för med inte som på av till har kan ska vill vi oss om när vad eller från den ett hur vem här där också bara efter innan måste får blir dig",
        "nb": "og ikke på av til det er jeg du din ditt dine deg seg med som kan skal vil fra også etter hva når hvis eller hvor blir ble har vi en et den de om så for at å i dette",
        "da": "og ikke på af til det er jeg du din dit med som kan skal vil fra også efter hvad når hvis eller hvor bliver blev for at en et den de der om så vi i dig sig har",
        "de": "und die der das ist nicht sie ihr ihre mit für auf von zu den dem ein eine werden wird haben oder wenn auch sind können bei nach",
        "fr": "le la les des est et vous votre une un pour avec dans pas sur que qui ce cette sont ne ou aux du",
        "es": "el la los las es y usted una un para con por que en no su se del está como más",
        "pl": "i się nie jest na do z że to w dla przez może twój twoje twoja jak lub ten po od czy który która które są być masz możesz oraz tylko gdy aby",
        "fi": "ja on ei se että voit sinun sinulla sinulle tai kun jos ole olet mutta myös mitä miten tämä tämän ovat oma omat voi kanssa niin ennen jälkeen sekä sen",
        "so": "u aan iyo waa oo ka ku in aad la si ee loo uu ayaa ama haddii waxaad kaaga kuu adiga maaha leh marka wax kale lagu laga",
        "bs": "i u do po o s a sat sati je se na da su za sa od što možete vaš vaša vaše ili ako kako nije ne ima kada samo biti bez koji koja koje vas vam te",
        "ku": "û li ji bi di de ku ev ew te xwe dikare tu ne ye ser bo yan heye hûn wê vê çi kengî dema jî ê nav",
        "tr": "ve bir bu için ile da de ne olarak daha çok var değil gibi veya sizin ama kadar sonra olan",
        "ro": "și este sunt pentru cu nu care la din sau pe dacă dumneavoastră fi ați mai ale",
        "sq": "dhe është për me në nuk që ju nga ose një të tuaj mund së si",
        "nl": "de het een en van is niet je voor met op zijn dat te aan u uw kan wordt deze",
        "it": "i a la le un da in si se ai al dei nel nella alla suoi sua il che di è per con non una un sono della del gli le questo puoi tuo tua",
        "uk": "і та не на що ви ваш ваша ваші ваше є до з за або якщо це для від щоб як коли ми вас вам про у в він вона треба можна буде цей ця ці чи",
        "ru": "у нам время и не на что вы ваш ваша ваши это для от или если чтобы как когда мы вас вам с из он она нужно можно будет этот эта эти ли есть был была по",
        "ar": "من في على إلى أن هذا هذه التي الذي لا عن مع أو ما كل لم قد إذا كان هو هي ذلك لديك بعد قبل يمكن هل كما لن",
        "fa": "و از به که در را این با است برای یا شما خود نیست هر تا می شود کنید شده اگر آن بر هم چه ها دارد ما یک باشد",
        "ps": "د په او ته چې له دی ده دي نه سره کې لپاره تاسو يا که ستاسو دا هم يې وي شي خپل کړئ يو به څه کله",
        "ckb": "و لە بۆ کە ئەم بە لەگەڵ نییە یان تۆ خۆت هەیە ئەو دەتوانیت بکە ئەگەر",
        "ur": "کے میں ہے کی کا سے اور کو پر یہ آپ نہیں کر ہیں یا اپنے لیے",
        "ti": "ናይ ኣብ እዩ ናብ ምስ ን ወይ እንተ ካብ እቲ እታ ግን ከም ኣለካ ኣለኩም ኢዩ ብ ነቲ ኣይኮነን ኣሎ እዚ",
        "am": "ነው እና ወይም በ ላይ ከ እንደ ይህ የ አለ ውስጥ ጋር እርስዎ ለ ነገር ናቸው አይደለም",
    }.items()
})  # fmt: skip

# Letters that show at once that a text is in its own language.
OWN_LETTERS = MappingProxyType({
    "pl": "łąęśżźńŁŚŻĄĘ", "uk": "іїєґІЇЄ", "ru": "ыэъёЫЭ", "ku": "êîûÊÎ", "fi": "äö", "sv": "åäö", "bs": "đčšžćĐČŠŽ",
    "tr": "ğışİ", "ps": "ټډړښڅځڼېۍ", "ar": "ةيكىأإ", "fa": "گچپیک", "ur": "ےٹڈںہ", "ckb": "ێۆڕڵە", "de": "ßüäö", "ro": "șțăâ",
})  # fmt: skip
