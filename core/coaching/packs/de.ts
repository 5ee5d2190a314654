import type { SignalPack } from "./signal-pack.ts";

/** German wordings. */
export const de: SignalPack = {
	objections: {
		price:
			"(?:zu|sehr|ziemlich|viel zu|recht|etwas|ganz schön) (?:teuer|hoch|kostspielig)|(?:sprengt|übersteigt|über|außerhalb) (?:unser|unserem|unseres|das|dem) budget|(?:kein|nicht genug|nicht so viel) (?:budget|geld)|damit (?:haben|hatten) wir nicht gerechnet|(?:können|kann) (?:wir uns|ich mir|uns|mir) (?:das )?nicht leisten|(?:woanders|anderswo) (?:günstiger|billiger)|(?:das ist|ist) (?:eine menge|viel|ganz schön viel) geld|der preis ist (?:zu |sehr )?hoch|schwer zu rechtfertigen|kein pappenstiel|(?:liegt|ist|liegen|sind) (?:\\p{L}+ )?über dem,? was|stolzer preis|(?:ganz schön |ziemlich )happig",
		timing:
			"(?:keine|nicht die|gerade keine|momentan keine) (?:hohe )?priorität|nicht der (?:richtige|passende|beste) zeitpunkt|(?:lieber|vielleicht|eher|frühestens) (?:später|nächstes jahr|im (?:herbst|sommer|frühjahr)|nach (?:dem|der|den))|melden sie sich (?:\\p{L}+ )?(?:später|nächstes|in)|(?:noch|jetzt|momentan|derzeit|aktuell|gerade) nicht|zu früh|keine eile|eilt nicht|(?:auf eis|verschieben|verschoben|zurückgestellt|vertagt)|gerade (?:zu viel|keine zeit|keine kapazität)",
		authority:
			"(?:muss|müsste|müssen|möchte) (?:ich |wir )?(?:das |es |mich )?(?:aber |noch |erst |zuerst |zunächst )*(?:mit|bei|von|meine|meinen|unsere)[^.?!]{0,40}(?:besprechen|abstimmen|klären|absegnen|freigeben|fragen|rücksprache|sprechen|chef|chefin|leitung|vorstand)|(?:kann|darf) ich (?:das )?nicht (?:allein|selbst) (?:entscheiden|unterschreiben)|(?:mein|unser|meine|unsere) (?:chef|chefin|geschäftsführer|geschäftsführerin|vorstand|leitung) (?:muss|müsste)|entscheide(?:t)? (?:ich )?nicht (?:ich|allein|selbst)|nicht (?:meine entscheidung|mein budget)|(?:muss|müsste) ich (?:erst |noch )?[^.?!]{2,50} (?:fragen|einbeziehen|überzeugen)",
		need: "(?:brauchen|brauche|benötigen) (?:wir |ich )?(?:eigentlich |wirklich |das )*(?:nicht|kein|keine|keinen)|(?:wir|ich) (?:sind|bin) (?:mit|ganz) [^.?!]{0,30}zufrieden|(?:sehe|sehen) (?:ich |wir )?(?:da |den |keinen |darin )*(?:keinen|nicht|den) (?:bedarf|nutzen|mehrwert|sinn)|(?:reicht|reichen|genügt) (?:uns|völlig|aus)|kein (?:interesse|bedarf)|(?:funktioniert|läuft) (?:doch |auch )?(?:gut|prima) (?:so|wie)|nicht das,? was wir suchen",
		competitor:
			"(?:nutzen|haben|arbeiten|setzen) (?:wir )?(?:bereits|schon)[^.?!]{0,30}(?:anderen|anbieter|wettbewerb|vertrag|lösung)|(?:gehen|entscheiden uns) (?:für|mit) (?:einen|einem) anderen|(?:vergleichen|prüfen|sprechen mit|schauen uns) (?:\\p{L}+ )?(?:andere|mehrere|weitere)|(?:ihr|der) (?:wettbewerber|wettbewerb|konkurrent)|(?:andere|anderer) anbieter|biete[nt] uns",
		trust:
			"(?:sorgen|bedenken|bauchschmerzen|sorge)[^.?!]{0,50}(?:daten|sicher|schutz|firma|support|umstellung|wegen|macht|mache|habe)|(?:macht|machen|bereitet) mir[^.?!]{0,30}(?:sorgen|bedenken)|sorgen macht|(?:nicht|noch nicht) (?:sicher|überzeugt),? (?:ob|dass|wie)|(?:habe|haben) (?:da )?(?:so meine |unsere |meine )?(?:zweifel|bedenken)|schlechte erfahrung\\p{L}*|woher (?:weiß|wissen)|(?:zu|klingt) riskant|zu schön,? um wahr|was,? wenn (?:es|das|sie) (?:nicht|ausfällt)|vertraue (?:ich )?nicht|hat uns (?:\\p{L}+ ){0,3}(?:auch|schon)(?: mal)? (?:erzählt|versprochen)|(?:nie|nicht) funktioniert hat|hat (?:nie|nicht) funktioniert",
	},
	buying:
		"(?:wie schnell|wann|ab wann) (?:könnten|können|könnte|kann) (?:wir|ich|man) (?:loslegen|starten|anfangen|beginnen|unterschreiben|live)|(?:wie|was) (?:sähen|sehen|wären|sind|wäre|ist) (?:denn )?(?:die|der|unsere|ihre) nächsten? schritte?|nächste schritte|(?:klingt|finde ich|scheint) (?:vernünftig|fair|angemessen|perfekt|sehr gut)|genau (?:das,? )?was wir (?:brauchen|suchen|wollen)|(?:wir|ich) (?:möchten|wollen|würden gern) (?:weitermachen|loslegen|starten|testen|bestellen|unterschreiben)|(?:schicken|senden) sie (?:mir|uns) (?:den|einen|das|ein) (?:vertrag|angebot)|wo (?:unterschreibe|unterschreiben)|(?:machen wir|das machen wir|los geht's)|(?:bieten|haben) sie (?:eine )?(?:testphase|schulung|pilot)|(?:ab )?wann (?:ginge|wäre) das|damit (?:könnte|kann|könnten|können) (?:ich|wir) leben",
	commitment:
		"(?:ich|wir) (?:schicke|sende|bereite|kläre|prüfe|rufe|melde|frage|bitte|zeige|lade|stelle|organisiere|mache|liefere|gebe|schreibe|bespreche|kümmere|bestätige|teile|schaue|vereinbare|leite|besorge|nenne|bringe|schicken|senden|bereiten|klären|prüfen|melden(?= uns)|liefern|geben|organisieren|stellen)(?= )|(?:schicke|sende|kläre|prüfe|melde|liefere|zeige|maile|gebe|besorge|stelle|bereite) ich|(?:ich|wir) (?:werde|werden|will) [^.?!]{0,60}(?:schicken|senden|klären|prüfen|melden|liefern|geben|schreiben|vorbereiten|besprechen|fragen|einladen|organisieren|machen)|(?:bekommen|haben|erhalten) sie (?:bis|morgen|am|heute|von)|sie (?:bekommen|erhalten) (?:den|die|das|ein)|verspreche ich|übernehme ich|sie hören von|geht (?:noch )?(?:heute|morgen|gleich) (?:noch )?(?:raus|an sie)|ich \\p{L}+e (?:ihnen|dir|euch) (?:noch )?(?:bis|am|morgen|heute)",
	request:
		"(?:könnten|können|würden|kannst|könntest) (?:sie|du) (?:mir |uns |bitte |das |noch |den |die )*[^.?!]{0,40}(?:schicken|senden|geben|prüfen|klären|bestätigen|vorbereiten|anrufen|zeigen|teilen|ausfüllen|schauen|machen|beilegen|mitschicken|nachreichen|zusammenstellen)|(?:schicken|senden|geben|prüfen|bestätigen|antworten|rufen|füllen|bereiten) sie (?:mir|uns|bitte|das|den|die)|bitte (?:schicken|senden|prüfen|bestätigen|antworten|geben|melden)|sie (?:müssen|müssten|sollten) [^.?!]{0,40}(?:schicken|prüfen|vorbereiten|klären|machen)",
	joint:
		"(?:lassen sie uns|wir (?:müssen|sollten|müssten)) [^.?!]{0,50}(?:treffen|sprechen|besprechen|vorbereiten|entscheiden|planen|vereinbaren|klären|abstimmen|schicken)",
	notCommitment:
		"ich (?:zeige|erkläre|erzähle) (?:ihnen|dir)[, ]+(?:mal|kurz|jetzt|wie|das|was)|ich (?:sehe|verstehe|höre)|ich würde gern verstehen|soll ich|wenn ich|(?:ich|wir) (?:mache|machen) (?:mir|uns)|ich gebe zu|ich frage mich|ich stelle mir",
	nextStep:
		"(?:sprechen|treffen|hören|sehen|telefonieren|verabreden|machen) wir[^.?!]{0,50}(?:montag|dienstag|mittwoch|donnerstag|freitag|morgen|woche|um \\p{L}+|\\d)|(?:montag|dienstag|mittwoch|donnerstag|freitag)(?: um \\p{L}+)? (?:passt|geht|ist gut)|also (?:montag|dienstag|mittwoch|donnerstag|freitag)|(?:nächster|nächstes|der nächste) (?:termin|gespräch|treffen)|(?:wollen wir|wir)[^.?!]{0,30}(?:montag|dienstag|mittwoch|donnerstag|freitag)[^.?!]{0,30}(?:machen|treffen|sprechen|runde|termin)|(?:einladung|termin) (?:schicke|sende|stelle)|(?<!jeden )(?:(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|morgen|\\d{1,2}\\. \\p{L}+)[^.?!]{0,25} um (?:\\d{1,2}|halb|viertel|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)",
	wrapUp:
		"(?:vielen |herzlichen )?dank für (?:ihre|deine|die) zeit|(?:einen )?(?:schönen|angenehmen|ruhigen) (?:tag|abend|nachmittag|feierabend|woche)(?: noch)?|schönes wochenende|auf wieder(?:sehen|hören)|tschüss?|bis (?:bald|dann)|wir haben (?:alles|das wichtigste) (?:gesehen|besprochen)|das wär'?s|bevor wir (?:schließen|aufhören|auflegen)",
	discount:
		"rabatt|nachlass|skonto|(?:prozent|%) (?:nachlassen|weniger|günstiger|runter)|besserer preis|sonderpreis|entgegenkommen",
	currency: "euro|dollar|franken|im (?:jahr|monat)|pro (?:nutzer|monat|jahr|lizenz)|eur|usd|chf",
	slots: {
		budget:
			"budget|(?:eingeplant|zurückgelegt|bewilligt|freigegeben)|mittel (?:sind|für)|(?:können|dürfen) wir ausgeben|zahlungsbereit",
		decisionMaker:
			"(?:endgültige|letzte|finale) entscheidung|(?:trifft|treffen|fällt) die entscheidung|entscheidet|entscheider(?:in)?|(?:meine|unsere|meinem|unserem|meiner|unserer|der|die) (?:chefin?|geschäftsführ\\p{L}+|leiter\\p{L}*|vorstand|direktor\\p{L}*)\\b[^.?!]{0,40}(?:unterschreib|freigeb|entscheid|zustimm|besprechen|absegnen)|unterschreibt|freigabe (?:von|durch)|wer (?:unterschreibt|muss noch|ist noch|sonst noch|redet)",
		decisionProcess:
			"(?:einkauf|rechtsabteilung|it-sicherheit|betriebsrat|datenschutz) (?:muss|prüft|will|braucht|ist|fragt)|(?:auswahl|entscheidungs|freigabe|beschaffungs)(?:prozess|verfahren|kriterien)|lenkungsausschuss|ausschreibung|kriterien",
		timeline:
			"(?:starten|live|einführen|loslegen|entscheiden|unterschreiben|fertig|in betrieb|umstellung)[^.?!]{0,40}(?:bis|im|ab|vor|ende|anfang|mitte|noch) (?:des |der |dieses |diesen |zum )?(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|sommer|jahr|jahres|monat|monats|quartal|quartals|q[1-4])|frist|stichtag|zeitplan|(?:vertrag|lizenz) (?:läuft aus|endet)|bis wann|ab wann (?:brauchen|möchten|wollen)",
		pain: "problem|verlier(?:t|en)|mühsam|ärger\\p{L}*|schwierig|zu (?:langsam|lange|aufwendig)|fehler\\p{L}*|von hand|manuell|beschwer\\p{L}*|hassen|schade|hakt|weiß nicht|schreit|doppelt|herausforderung|kostet (?:zwei|uns)|erfahren von|umständlich|nie einen anruf|kommen (?:wir )?nicht (?:hinterher|nach)|stillst[aä]nd\\p{L}*|ausf[aä]lle|fehlalarme?",
		metrics:
			"(?:\\d+|ein|eine|einen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|fünfzehn|zwanzig|dreißig|vierzig|hundert|achthundert|tausend|ganzen|hälfte) (?:\\p{L}+ )?(?:stunden?|tage?n?|prozent|%|euro)[^.?!]{0,30}(?:woche|monat|jahr|tag|einsatz|zehn)|pro woche|jede woche einen|von hundert |kostet (?:uns )?(?:etwa |rund )?\\d|\\p{L}*(?:tausend|hundert) (?:euro|am tag|pro)|pro stunde|was kostet (?:sie|euch)",
		champion:
			"ich (?:setze mich|werde mich) (?:dafür )?ein|ich (?:empfehle|unterstütze) das|zählen sie auf mich|ich bin (?:ein fan|überzeugt|begeistert)|mache ich mich stark",
		competition:
			"(?:verglichen|vergleichen|angeschaut|angesehen|prüfen|arbeiten (?:wir )?(?:schon |bereits )?(?:mit)?|nutzen (?:wir )?(?:schon|bereits|derzeit)) ?",
	},
	stages: {
		WARMING_UP:
			"guten (?:morgen|tag)|wie (?:geht|ist das jahr|war)|danke für (?:den|die)|danke,? dass|freut mich|ich hoffe|glückwunsch|heimreise",
		DISCOVERY:
			"erzählen sie|wie (?:arbeiten|halten|machen|läuft)|was passiert|verstehen,? wie|heute|derzeit|problem|warum|wie viele leute",
		QUALIFICATION:
			"budget|entscheid\\p{L}*|wer (?:möchte )?(?:noch|sonst)|freigabe|zeitplan|frist|priorität|einkauf|kriterien|unterschreib\\p{L}*",
		PRESENTATION:
			"ich zeige|wie sie sehen|unser[e]? (?:produkt|plattform|lösung|prüfung|system)|funktion\\p{L}*|bildschirm|demo|vorführung|integr\\p{L}*|bei uns|das produkt",
		NEGOTIATION:
			"preis|rabatt|kosten?|kostet|vertrag|konditionen|lizenz|pro (?:nutzer|monat|jahr)|im jahr|zahlung|teuer|angebot|nachlass\\p{L}*",
		CLOSING:
			"nächste[n]? schritte|unterschreiben|wir beginnen|legen los|schicke ich|sprechen wir|auf wiedersehen|dank für ihre zeit|bis dann",
	},
	accept:
		"ja|gut|okay|ok|passt|einverstanden|abgemacht|in ordnung|alles klar|gerne?|geht klar|prima|super|perfekt|sehr gut|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)(?: um \\p{L}+)? (?:passt|geht|ist gut)",
	answer:
		"ja|nein|klar|natürlich|genau|richtig|stimmt|selbstverständlich|es (?:funktioniert|geht|dauert|kostet|gibt)|das (?:geht|funktioniert|dauert|kommt)|wir (?:können|bieten|unterstützen)|etwa|ungefähr|normalerweise|für zwei|die einrichtung|sie (?:bekommen|können|liegen)|kommt darauf an",
	positive:
		"super|perfekt|ausgezeichnet|prima|wunderbar|toll|gefällt|gern|gut|schön|freut|interessant|danke|vernünftig|besser|begeistert|hervorragend|klasse|ordentlich|spitze",
	negative:
		"problem\\p{L}*|schlecht\\p{L}*|teuer|ärger\\p{L}*|sorge\\p{L}*|schwierig|mühsam|langsam|fehler\\p{L}*|schade|verlier\\p{L}*|enttäusch\\p{L}*|leider|katastrophe|umständlich|nicht (?:gut|zufrieden|möglich)|hassen|zu (?:teuer|lang|spät)|schreit|bedenken",
};
