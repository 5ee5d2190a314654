/**
 * Header names in exports, by field: English, Spanish, French, German, Hebrew, Japanese, and those that Salesforce and
 * HubSpot write. Compared as words, so case, accents, `_` and `__c` do not matter. What a sheet's own subject adds
 * ("deal name", "account id") is in {@link SHEET_FIELD_NAMES}.
 */
export const FIELD_NAMES = {
	externalId:
		"id|record id|external id|key|code|number|no|uuid|guid|identificador|codigo|numero|identifiant|numéro|kennung|nummer|schlüssel|מזהה|מספר|קוד|番号|コード|レコードid|nr|lfd nr|vorgangsnummer|id de registro|id d enregistrement|datensatz id",
	name: "name|full name|title|nombre|nom|bezeichnung|titel|שם|名前|名称|氏名",
	firstName: "first name|given name|forename|firstname|primer nombre|prénom|vorname|שם פרטי|名",
	lastName:
		"last name|surname|family name|lastname|apellido|apellidos|nom de famille|nachname|familienname|שם משפחה|姓",
	email:
		"email|e mail|email address|mail|work email|correo|correo electrónico|adresse e mail|courriel|adresse mail|mailadresse|e mail adresse|דואר אלקטרוני|אימייל|דוא ל|メール|メールアドレス|電子メール",
	phone:
		"phone|phone number|telephone|mobile|mobile phone|mobile phone number|tel|teléfono|móvil|téléphone|portable|telefon|telefonnummer|mobil|handy|טלפון|נייד|電話|電話番号|携帯電話",
	title:
		"title|job title|position|role|job|cargo|puesto|fonction|poste|intitulé du poste|position|funktion|berufsbezeichnung|תפקיד|役職|肩書き",
	domain:
		"domain|website|web site|company domain name|website url|url|homepage|web|sitio web|página web|dominio|site web|site internet|domaine|webseite|webadresse|אתר|אתר אינטרנט|דומיין|ウェブサイト|web サイト|ドメイン|ホームページ",
	industry:
		"industry|sector|vertical|line of business|industria|secteur|secteur d activité|industrie|branche|ענף|תעשייה|מגזר|業種|業界",
	employees:
		"employees|number of employees|employee count|headcount|company size|size|no of employees|empleados|número de empleados|effectif|effectifs|nombre d employés|salariés|mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter|עובדים|מספר עובדים|従業員数|社員数",
	annualRevenue:
		"annual revenue|revenue|turnover|sales|company revenue|ingresos|ingresos anuales|facturación|chiffre d affaires|chiffre d affaires annuel|ca|umsatz|jahresumsatz|הכנסות|הכנסה שנתית|מחזור|売上|売上高|年間売上|年商",
	country:
		"country|country region|billing country|mailing country|shipping country|office location|location|hq country|país|pays|land|staat|מדינה|ארץ|国|国名",
	region:
		"region|state|state region|billing state|province|area|provincia|estado|región|région|bundesland|gebiet|אזור|מחוז|地域|都道府県|エリア",
	parentName:
		"parent|parent account|parent company|subsidiary of|parent account name|empresa matriz|cuenta principal|compte parent|société mère|maison mère|muttergesellschaft|übergeordneter account|חברת אם|親会社|親取引先",
	parentId: "parent id|parent account id|parent company id",
	ownerName:
		"owner|owner name|sales agent|sales rep|sales representative|rep|agent|salesperson|seller|assigned to|account executive|account owner|opportunity owner|deal owner|lead owner|record owner|responsible|resource|sales person|user|propietario|responsable|comercial|vendedor|agente|asignado a|propriétaire|commercial|vendeur|attribué à|besitzer|inhaber|verkäufer|vertriebsmitarbeiter|zuständig|verantwortlicher|betreuer|בעלים|איש מכירות|נציג|אחראי|担当者|所有者|営業担当|担当|owner full name|opportunity owner name|deal owner name|owner username|assigned|verantwortlich|vertriebler|account manager|chargé d affaires|propietario del negocio|propietario de la oportunidad|propriétaire de la transaction|propriétaire de l opportunité|zuständiger mitarbeiter|zuständiger mitarbeiter für deal|deal inhaber",
	ownerEmail:
		"owner email|sales rep email|rep email|owner e mail|owner email address|assigned to email|correo del propietario|e mail du propriétaire|e mail besitzer|担当者メール",
	ownerId:
		"owner id|ownerid|assigned user id|user id|hubspot owner id|rep id|sales rep id|agent id|employee id|sales agent id",
	ownerManager:
		"manager|sales manager|owner manager|team lead|team leader|supervisor|gerente|jefe|jefe de ventas|manager commercial|chef des ventes|vertriebsleiter|teamleiter|vorgesetzter|מנהל|マネージャー|上司",
	ownerRegion:
		"regional office|office|sales region|owner region|sales office|branch|oficina|oficina regional|sucursal|bureau|bureau régional|agence|niederlassung|büro|vertriebsregion|סניף|משרד|支店|営業所|支社",
	managerName:
		"manager|manager name|reports to|team lead|team leader|supervisor|boss|gerente|jefe|supervisor|responsable|chef|chef d équipe|vorgesetzter|teamleiter|vertriebsleiter|leiter|מנהל|マネージャー|上司|管理者",
	managerEmail: "manager email|reports to email|supervisor email",
	team: "team|sales team|group|department|hubspot team|equipo|grupo|departamento|équipe|groupe|service|gruppe|abteilung|vertriebsteam|צוות|מחלקה|チーム|部署",
	role: "role|profile|user role|position|job title|rol|perfil|rôle|profil|rolle|תפקיד|役割|ロール",
	isActive: "active|is active|enabled|status|activo|actif|aktiv|פעיל|有効",
	accountName:
		"account|account name|company|company name|customer|customer name|client|client name|associated company|associated company primary|organization|organisation|cuenta|empresa|cliente|compañía|nombre de la cuenta|nombre de la empresa|compte|société|entreprise|client|nom du compte|nom de la société|konto|firma|unternehmen|kunde|kundenname|accountname|firmenname|חשבון|חברה|לקוח|שם חברה|שם לקוח|שם החברה|取引先|取引先名|会社名|会社|顧客|顧客名|企業名|potential customer|deal organization",
	accountId:
		"account id|accountid|company id|customer id|client id|associated company id|associated company ids|associated company ids primary|primary associated company id|organization id|id de cuenta|id cliente|kundennummer|id client|取引先id|顧客id",
	company:
		"company|company name|account|account name|organization|organisation|employer|business|empresa|compañía|société|entreprise|firma|unternehmen|חברה|ארגון|会社|会社名|企業名",
	source:
		"source|lead source|original source|deal source|opportunity source|channel|original traffic source|latest source|campaign|route to market|origen|fuente|origen del candidato|canal|origine|source du lead|origine de la piste|quelle|leadquelle|herkunft|kanal|מקור|מקור ליד|ערוץ|リードソース|流入元|ソース|経路",
	status:
		"status|lead status|state|stage|lifecycle stage|lead stage|estado|estatus|statut|status|leadstatus|סטטוס|מצב|ステータス|状況|状態",
	converted: "converted|is converted|conversion|convertido|converti|konvertiert|הומר|コンバート済み|取引開始済み",
	dealId:
		"opportunity id|opportunityid|deal id|dealid|opportunity|opportunity number|deal number|deal|opp id|case|case id|caseid|case concept name|converted opportunity id|associated deal|associated deal ids|parent id|id oportunidad|oportunidad|id de oportunidad|id negocio|id opportunité|opportunité|affaire|verkaufschance|geschäft|opportunity nr|verkaufschancen id|עסקה|מזהה עסקה|הזדמנות|商談|商談id|案件|案件id|案件番号",
	leadId: "lead id|leadid|lead number|prospect id|lead|who id|ליד|リードid",
	contactId: "contact id|contactid|associated contact ids|associated contact id",
	contactEmail:
		"contact email|contact|to|recipient|attendee|participant|email|contact e mail|correo del contacto|contacto|kontakt|איש קשר|連絡先|取引先責任者",
	productId: "product id|productid|sku|product code|item id|artikelnummer|id producto|référence|מקט|商品id|商品コード",
	productName:
		"product|product name|item|product line|offering|producto|artículo|nombre del producto|produit|article|nom du produit|produkt|artikel|produktname|מוצר|שם מוצר|商品|商品名|製品|製品名|品名",
	pipeline:
		"pipeline|deal pipeline|pipeline name|record type|sales process|embudo|canal de ventas|processus de vente|vertriebsprozess|צינור|פייפליין|パイプライン",
	stage:
		"stage|pipeline phase|process stage|sales process stage|stage name|stagename|deal stage|dealstage|sales stage|opportunity stage|pipeline stage|step|phase|etapa|fase|etapa de la oportunidad|etapa del negocio|étape|phase|étape de la transaction|stufe|phase|vertriebsphase|verkaufsphase|deal phase|שלב|שלב העסקה|フェーズ|ステージ|商談フェーズ|取引ステージ|段階|status|estado|statut|סטטוס|状況|phase de la transaction",
	outcome:
		"result|outcome|opportunity result|deal result|won lost|won or lost|win loss|opportunity status|deal status|resultado|résultat|ergebnis|תוצאה|結果|受注失注|status|estado|statut",
	isWon: "won|is won|iswon|is closed won|hs is closed won|closed won|ganada|gagné|gewonnen|זכייה|受注",
	isClosed: "closed|is closed|isclosed|is deal closed|cerrada|fermé|geschlossen|סגור|完了",
	amount:
		"amount|value|deal value|deal amount|opportunity amount|opportunity value|close value|total|total amount|total value|price|deal size|tcv|acv|arr|mrr|contract value|amount usd|amount eur|opportunity amount usd|amount in company currency|expected revenue|revenue|deal value usd|amount req|importe|valor|monto|cantidad|importe total|valor de la oportunidad|montant|valeur|prix|montant total|betrag|wert|summe|auftragswert|volumen|auftragsvolumen|umsatz|preis|סכום|ערך|שווי|שווי עסקה|金額|合計|商談金額|取引金額|受注金額|売上|見込金額|est revenue|estimated revenue|montant ht|montant ttc|auftragssumme|value of deal",
	currency:
		"currency|currency code|currency iso code|deal currency code|currencyisocode|moneda|divisa|devise|monnaie|währung|מטבע|通貨|currency of value|amount currency|waehrung|code devise",
	closeDate:
		"close date|closedate|expected close date|expected close|close|closing date|close day|estimated close date|won date|date closed|closed date|end date|fecha de cierre|fecha cierre|cierre|fecha estimada de cierre|date de clôture|date de fermeture|date de signature|clôture|abschlussdatum|abschluss|schlusstermin|voraussichtliches abschlussdatum|erwartetes abschlussdatum|תאריך סגירה|תאריך סגירה צפוי|完了予定日|クローズ日|受注予定日|成約日|完了日|クローズ予定日|est close date|voraussichtlicher abschluss|date de cloture prevue",
	closedAt:
		"closed at|actual close date|closed on|date won|lost date|closed won date|actual closed date|closed time|converted date|conversion date|fecha real de cierre|date de clôture réelle|tatsächliches abschlussdatum|תאריך סגירה בפועל|実際の完了日",
	createdAt:
		"created|created at|created date|create date|createdate|created on|creation date|date created|engage date|engagement date|open date|opened|start date|date opened|reg date|registration date|first seen|entry date|submitted|submit date|date added|fecha de creación|creado|fecha creación|fecha de inicio|creado el|date de création|créé le|créé|date d ouverture|erstellt|erstellt am|erstelldatum|erstellungsdatum|angelegt am|eröffnet am|נוצר|תאריך יצירה|נוצר ב|תאריך פתיחה|作成日|登録日|作成日時|開始日|created time|createddate|deal created|add time|created on utc|angelegt|erfasst am|anlagedatum|date ouverture",
	modifiedAt:
		"last modified|last modified date|lastmodifieddate|modified|updated|updated at|last updated|modified date|system modstamp|última modificación|modificado|dernière modification|modifié le|geändert am|zuletzt geändert|letzte änderung|עודכן|תאריך עדכון|更新日|最終更新日|更新日時",
	forecastCategory:
		"forecast category|forecast category name|manual forecast category|forecast status|forecast|commit category|deal forecast category|categoría de pronóstico|categoría de previsión|catégorie de prévision|catégorie de prévisions|prognosekategorie|forecast kategorie|קטגוריית תחזית|売上予測分類|予測カテゴリ|予測カテゴリー",
	nextStep:
		"next step|next steps|nextstep|next action|próximo paso|siguiente paso|prochaine étape|nächster schritt|nächste schritte|הצעד הבא|צעד הבא|次のステップ|次のアクション",
	quantity:
		"quantity|qty|units|count|seats|licenses|cantidad|unidades|quantité|qté|menge|anzahl|stückzahl|כמות|数量|個数",
	family:
		"family|product family|series|category|line|product line|type|familia|serie|categoría|famille|gamme|catégorie|familie|kategorie|produktgruppe|produktfamilie|משפחה|סדרה|קטגוריה|シリーズ|カテゴリ|分類|製品ファミリー",
	listPrice:
		"list price|price|unit price|sales price|standard price|retail price|msrp|precio|precio de lista|precio unitario|prix|prix catalogue|tarif|prix unitaire|preis|listenpreis|verkaufspreis|einzelpreis|מחיר|מחיר מחירון|価格|定価|単価|販売価格",
	unitPrice:
		"unit price|price|sales price|unit cost|rate|precio unitario|precio|prix unitaire|prix|einzelpreis|stückpreis|preis|מחיר ליחידה|מחיר|単価|価格",
	kind: "type|activity type|task type|kind|task subtype|channel|engagement type|tipo|tipo de actividad|type d activité|genre|typ|art|aktivitätstyp|סוג|סוג פעילות|種類|種別|活動種別|タイプ",
	direction: "direction|call direction|in out|inbound outbound|dirección|sens|richtung|כיוון|方向",
	subject:
		"subject|activity|summary|topic|title|description|asunto|tema|objet|sujet|betreff|thema|נושא|件名|題名|タイトル",
	occurredAt:
		"date|activity date|timestamp|time|occurred at|when|start|start time|started|datetime|date time|due date|event time|time timestamp|completed at|complete timestamp|start timestamp|sent at|fecha|hora|fecha y hora|date et heure|horodatage|heure|datum|zeit|uhrzeit|zeitstempel|datum uhrzeit|תאריך|שעה|תאריך ושעה|日付|日時|時刻|活動日",
	durationMinutes:
		"duration|duration minutes|minutes|duration in minutes|call duration|length|duración|minutos|durée|minutes|dauer|minuten|משך|דקות|時間|所要時間",
	toStage:
		"to stage|new stage|stage|stage name|to|deal stage|status|new status|to status|changed to|etapa nueva|nueva etapa|etapa|nouvelle étape|étape|neue phase|phase|stufe|שלב חדש|שלב|新フェーズ|フェーズ|ステージ|変更後",
	fromStage:
		"from stage|old stage|previous stage|from|previous status|old status|from status|changed from|etapa anterior|ancienne étape|étape précédente|alte phase|vorherige phase|שלב קודם|旧フェーズ|変更前",
	changedAt:
		"changed at|change date|changed on|date|timestamp|time|entered at|entered|entered stage at|edit date|modified date|created date|last modified|when|at|datetime|fecha|fecha de cambio|date de modification|date du changement|date|geändert am|datum|zeitpunkt|änderungsdatum|תאריך שינוי|תאריך|変更日|変更日時|日時|createddate|edit time",
	changedBy: "changed by|edited by|user|modified by|by|modificado por|modifié par|geändert von|שונה על ידי|変更者",
	historyField: "field|field event|changed field|field name|property|attribute|campo|champ|feld|שדה|項目|フィールド",
	oldValue:
		"old value|previous value|before|valor anterior|ancienne valeur|alter wert|ערך קודם|旧値|変更前の値|oldvalue",
	newValue: "new value|value|after|valor nuevo|nouvelle valeur|neuer wert|ערך חדש|新値|変更後の値|newvalue",
	event:
		"event|activity|action|event name|activity name|concept name|evento|actividad|événement|activité|ereignis|aktivität|אירוע|פעילות|イベント|アクティビティ",
	lifecycle: "lifecycle|transition|lifecycle transition",
	period:
		"quota period|fiscal period|fiscal quarter|period|quarter|fiscal year|periodo|período|trimestre|période|zeitraum|periode|quartal|תקופה|רבעון|期間|四半期|期",
} as const;

/** Header names that hold only in sheets of one kind, by `entity.field`. */
export const SHEET_FIELD_NAMES: Record<string, string> = {
	"quota.amount":
		"quota|quota amount|target|sales target|revenue target|cuota|objetivo|objectif|quote|ziel|umsatzziel|יעד|目標|ノルマ|売上目標",
	"account.externalId":
		"account id|company id|customer id|customer number|client id|account number|id de cuenta|kundennummer|id client|取引先id|顧客番号",
	"account.name":
		"account|account name|company|company name|customer|customer name|client|client name|organization|cuenta|empresa|cliente|nombre de la cuenta|compte|société|entreprise|nom du compte|konto|firma|unternehmen|kunde|kundenname|firmenname|חשבון|חברה|לקוח|שם חברה|שם החברה|שם לקוח|取引先|取引先名|会社名|顧客名|企業名",
	"account.ownerName": "account manager|company owner",
	"contact.externalId": "contact id|person id|id de contacto|kontakt id|id contact",
	"contact.name":
		"contact|contact name|person|contacto|nombre del contacto|kontakt|kontaktname|nom du contact|שם איש קשר|איש קשר|連絡先名|取引先責任者",
	"lead.externalId": "lead id|prospect id|lead number|prospect number|lead no|id de lead|ליד|リードid",
	"lead.name": "lead|lead name|prospect|prospect name|contact name|candidato|piste|interessent|שם ליד|リード名",
	"lead.source": "lead source|source|original source|lead origin",
	"lead.status": "lifecycle stage",
	"lead.ownerName": "lead owner|contact owner",
	"lead.closedAt": "conversion date|converted at",
	"lead.createdAt": "lead date|lead created",
	"deal.externalId":
		"opportunity id|opportunityid|opportunity number|opp id|deal id|deal number|dealid|deal no|opportunity no|id oportunidad|id de oportunidad|id negocio|id opportunité|numéro d affaire|verkaufschancen id|opportunity nr|מזהה עסקה|מספר עסקה|商談id|案件id|案件番号|商談番号|vorgangsnummer|auftragsnummer|opportunity|deal",
	"deal.name":
		"opportunity|opportunity name|deal|deal name|dealname|project|oportunidad|nombre de la oportunidad|negocio|nombre del negocio|opportunité|nom de l opportunité|affaire|nom de la transaction|transaction|verkaufschance|opportunity name|geschäft|dealname|vorhaben|projekt|עסקה|שם עסקה|שם העסקה|הזדמנות|商談|商談名|案件|案件名|取引名|topic|nom de l affaire|nom affaire|nom du deal|projektname|vorgang|nombre del proyecto",
	"product.externalId":
		"product id|sku|product code|item id|item number|artikelnummer|référence|מקט|商品コード|製品コード",
	"product.name":
		"product|product name|item|producto|nombre del producto|produit|nom du produit|produkt|artikel|produktname|מוצר|שם מוצר|商品|商品名|製品|製品名",
	"line_item.externalId": "line item id|line id|opportunity product id",
	"line_item.amount": "total price|line total",
	"activity.externalId": "activity id|task id|event id|engagement id",
	"activity.dealId": "related to|what id|regarding",
	"activity.ownerName": "performed by|logged by|organizer|caller",
	"user.externalId": "user id|employee id|rep id|agent id|sales agent id|owner id",
	"user.name":
		"user|user name|rep|sales rep|sales agent|agent|salesperson|employee|owner|member|representative|vendedor|comercial|agente|vendeur|commercial|mitarbeiter|verkäufer|vertriebsmitarbeiter|benutzer|משתמש|נציג|איש מכירות|担当者|営業担当|社員名|ユーザー",
	"user.email": "username|user email|login",
	"user.ownerRegion": "region|area|territory|región|territorio|région|territoire|gebiet|אזור|地域",
	"stage_history.dealId": "opportunity id|opportunityid|deal id|dealid|record id|id",
};

/** Words that name each kind of sheet, in file names and in front of headers. */
export const ENTITY_WORDS = {
	account:
		"account|accounts|company|companies|customer|customers|client|clients|organizations|cuentas|cuenta|empresas|clientes|comptes|sociétés|entreprises|konten|firmen|unternehmen|kunden|חשבונות|חברות|לקוחות|取引先|会社|顧客",
	contact: "contact|contacts|people|persons|contactos|kontakte|ansprechpartner|אנשי קשר|連絡先|取引先責任者",
	lead: "lead|leads|prospect|prospects|candidatos|pistes|interessenten|לידים|リード|見込み客",
	deal: "deal|deals|opportunity|opportunities|opps|pipeline|sales pipeline|oportunidades|negocios|opportunités|affaires|verkaufschancen|geschäfte|abschlüsse|עסקאות|הזדמנויות|商談|案件|取引",
	product:
		"product|products|items|catalog|price list|pricebook|productos|produits|produkte|artikel|preisliste|מוצרים|商品|製品",
	line_item:
		"line item|line items|opportunity products|opportunity line items|deal products|order lines|líneas|lignes|positionen|שורות|明細",
	activity:
		"activity|activities|task|tasks|calls|emails|meetings|events|engagements|interactions|actividades|tareas|activités|tâches|aktivitäten|aufgaben|פעילויות|משימות|活動|行動",
	user: "user|users|rep|reps|team|teams|sales team|sales teams|employees|owners|staff|usuarios|equipos|vendedores|utilisateurs|équipes|benutzer|teams|mitarbeiter|משתמשים|צוותים|ユーザー|チーム|社員",
	stage_history:
		"stage history|history|opportunity history|opportunity field history|field history|deal history|stage changes|deal stage history|changes|historial|historique|verlauf|historie|היסטוריה|履歴",
	quota:
		"quota|quotas|target|targets|sales targets|cuotas|objetivos|objectifs|quoten|ziele|umsatzziele|יעדים|目標|ノルマ",
	event_log: "event log|log|events|eventlog|registro|journal|protokoll|יומן|ログ",
} as const;
