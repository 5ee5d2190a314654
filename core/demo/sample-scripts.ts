import type { CoachLanguage } from "../coaching/languages.ts";

/** What is said in the sample calls: title, seller and customer, then a line a turn. */
export const SAMPLE_SCRIPTS: Record<CoachLanguage, string> = {
	en: `Northgate Clinics: first call|Maria Alvarez|Helen Ward
R: Hi Helen, thanks for making the time. How are your clinics getting on this spring?
C: Busy, thank you. Every day is full and the phones never stop.
R: You wrote that appointments are the sore point. What happens on a normal Monday?
C: Three people do nothing but move bookings by hand, we lose about thirty hours a week and patients still turn up twice.
R: What does a double booking cost you, roughly?
C: About ninety euros each, and we had forty of them last month.
R: Understood. With our planner those moves happen by themselves. It is eighteen thousand a year for all six clinics.
C: Oh. Honestly, that is too expensive for us this year.
R: I hear you. What do you compare it with?
C: With Lumenhaus, who ask a third of that. Does yours work when the internet is down?
R: Our company was founded in Leeds, and we have grown every single year since then.
R: We now have sixty people in three cities, and our offices are really lovely.
C: Nice. And I would have to run this by our medical director before anything happens.
R: Of course. To your question: yes, it keeps working offline and catches up afterwards.
C: Good to hear. How soon could we start if she agrees?
R: Two weeks after signing. I'll send you a calculation with your forty bookings by Friday.
C: Perfect, I'll send it to her and check with her on Monday.
R: Then let's speak on Tuesday at ten.
C: Tuesday works for me. Thank you, bye.`,
	es: `Bodegas Larrea: segunda llamada|María Álvarez|Iñaki Larrea
R: Buenos días, Iñaki, gracias por atenderme. ¿Cómo ha ido la vendimia este año?
C: Bien, mucha uva y poca gente, como siempre.
R: Me comentaste que los pedidos se pierden por el camino. ¿Qué pasa exactamente?
C: Los pedidos llegan por correo y por teléfono, los copiamos a mano y perdemos unas quince horas a la semana.
R: ¿Y cuánto os cuesta un pedido perdido?
C: Unos cuatrocientos euros, y el mes pasado fueron doce.
R: Con nuestro sistema el pedido entra una sola vez. Son nueve mil euros al año para toda la bodega.
C: Uf, es demasiado caro para nosotros, no esperaba esa cifra.
R: Lo entiendo. ¿Con qué lo estás comparando?
C: Con Lumenhaus, que cuesta un tercio. ¿Funciona sin conexión en la bodega?
R: Nuestra empresa nació en Zaragoza hace once años con cuatro personas y muchas ganas.
R: Hoy somos sesenta y acabamos de estrenar una oficina preciosa junto al río.
C: Muy bonito. De todas formas tengo que consultarlo con mi socia antes de decidir.
R: Claro. Y a tu pregunta: sí, funciona sin conexión y se sincroniza después.
C: Eso me gusta. ¿Cuándo podríamos empezar si ella está de acuerdo?
R: Dos semanas después de la firma. Te enviaré un cálculo con tus doce pedidos el viernes.
C: Perfecto, yo se lo enseño a ella el lunes.
R: Entonces hablamos el martes a las diez.
C: El martes me va bien. Gracias, adiós.`,
	fr: `Ateliers Morvan : premier appel|Maria Alvarez|Claire Morvan
R: Bonjour Claire, merci de prendre le temps. Comment se passe la rentrée à l'atelier ?
C: Très chargée, on court partout et les machines tournent sans arrêt.
R: Vous m'aviez écrit que le planning pose problème. Que se passe-t-il concrètement ?
C: Tout est sur un tableau blanc, on perd à peu près vingt heures par semaine à tout recopier.
R: Et combien vous coûte une commande en retard ?
C: Environ six cents euros, et nous en avons eu neuf le mois dernier.
R: Avec notre planning, tout se met à jour tout seul. C'est douze mille euros par an pour l'atelier.
C: Ah, c'est trop cher pour nous, je ne m'attendais pas à autant.
R: Je comprends. À quoi le comparez-vous ?
C: À Lumenhaus, qui coûte le tiers. Est-ce que ça marche sans réseau au sous-sol ?
R: Notre maison existe depuis onze ans, elle est née à Lyon avec quatre ingénieurs.
R: Nous sommes soixante aujourd'hui et nos bureaux donnent sur le fleuve.
C: C'est joli. De toute façon je dois en parler à mon directeur avant de décider.
R: Bien sûr. Et pour votre question : oui, ça marche hors ligne et ça se synchronise ensuite.
C: Très bien. Quand pourrions-nous commencer s'il est d'accord ?
R: Deux semaines après la signature. Je vous enverrai un calcul avec vos neuf commandes d'ici vendredi.
C: Parfait, et je le montre à mon directeur lundi.
R: Alors on se parle mardi à dix heures.
C: Mardi me convient. Merci, au revoir.`,
	de: `Stadtwerke Elbtal: zweites Gespräch|Maria Alvarez|Jens Albrecht
R: Guten Morgen Herr Albrecht, danke für Ihre Zeit. Wie läuft das Frühjahr bei Ihnen?
C: Voll wie immer, die Leitungen glühen und zwei Leute sind krank.
R: Sie schrieben, die Störungsmeldungen seien das Problem. Was passiert da genau?
C: Alles landet in Tabellen, wir brauchen etwa zwanzig Stunden pro Woche nur zum Abtippen, das kostet uns Nerven.
R: Und was kostet Sie ein vergessener Auftrag?
C: Ungefähr achthundert Euro, und im letzten Monat waren es zehn.
R: Mit unserem System entfällt das Abtippen. Das sind vierundzwanzigtausend Euro im Jahr für alle Trupps.
C: Puh, das ist uns ehrlich gesagt zu teuer.
R: Das verstehe ich. Womit vergleichen Sie das?
C: Mit Lumenhaus, die verlangen ein Drittel. Funktioniert das auch ohne Netz im Keller?
R: Unsere Firma wurde vor elf Jahren in Leipzig gegründet, mit vier Leuten und einem Hund.
R: Heute sind wir sechzig, und das neue Büro liegt direkt am Fluss.
C: Schön. Das muss ich erst mit meiner Chefin besprechen.
R: Natürlich. Und zu Ihrer Frage: ja, es läuft ohne Netz und gleicht sich danach ab.
C: Das klingt gut. Wann könnten wir anfangen, wenn sie zustimmt?
R: Zwei Wochen nach der Unterschrift. Ich schicke Ihnen bis Freitag eine Rechnung mit Ihren zehn Aufträgen.
C: Gut, ich zeige sie ihr am Montag.
R: Dann sprechen wir am Dienstag um zehn.
C: Dienstag passt mir gut. Danke, auf Wiederhören.`,
	he: `מרפאות הגליל: שיחה ראשונה|מריה אלוורז|דנה לוי
R: בוקר טוב דנה, תודה שפינית זמן. איך עובר האביב אצלכם במרפאות?
C: עמוס מאוד, הטלפונים לא מפסיקים לצלצל.
R: כתבת לי שקביעת התורים היא הבעיה. מה קורה ביום רגיל?
C: הכול נמצא בגיליונות, והצוות מבזבז בערך שלושים שעות בשבוע על העתקות.
R: וכמה עולה לכם תור כפול?
C: בערך תשעים שקל, ובחודש שעבר היו ארבעים כאלה.
R: אצלנו זה קורה לבד. המחיר הוא שמונה עשר אלף שקל בשנה לכל המרפאות.
C: וואו, זה יקר מדי בשבילנו השנה.
R: אני מבינה אותך. למה את משווה את זה?
C: ל־Lumenhaus, שעולה שליש. זה עובד גם בלי אינטרנט?
R: החברה שלנו הוקמה בחיפה לפני אחת עשרה שנים עם ארבעה מהנדסים.
R: היום אנחנו שישים עובדים והמשרד החדש שלנו ממש ליד הים.
C: יפה. בכל מקרה אני צריכה לדבר על זה עם המנהלת שלי לפני שנחליט.
R: כמובן. ולשאלה שלך: כן, זה עובד גם בלי אינטרנט ומסתנכרן אחר כך.
C: מצוין. מתי נוכל להתחיל אם היא תסכים?
R: שבועיים אחרי החתימה. אני אשלח לך חישוב עם המספרים שלכם עד יום שישי.
C: מעולה, ואני אראה לה את זה ביום שני.
R: אז נדבר ביום שלישי בעשר.
C: יום שלישי מתאים לי. תודה, להתראות.`,
	ja: `みなと診療所：初回のお電話|マリア・アルバレス|佐藤健
R: 佐藤様、お時間をいただきありがとうございます。この春、診療所の様子はいかがですか。
C: おかげさまで忙しく、電話が鳴りやみません。
R: 予約が一番の悩みと伺いました。普段の月曜日はどのような流れですか。
C: 全部表計算で管理していて、転記に毎週三十時間くらいかかって困っています。
R: 予約が重なると、どのくらいの損になりますか。
C: 一件で九千円ほどで、先月は四十件もありました。
R: 弊社の仕組みなら自動で移動します。六か所すべてで年間百八十万円になります。
C: うーん、正直かなり高いですね、予想していた金額を超えています。
R: お気持ちはよく分かります。何と比べてそう感じられますか。
C: Lumenhausと比べてです。ネットが切れても使えますか。
R: 弊社は十一年前に大阪で、技術者四名で始まりました。
R: 今では六十名になり、川沿いの新しい事務所に移ったばかりです。
C: そうですか。いずれにしても上司に相談しないと決められません。
R: もちろんです。ご質問の件ですが、はい、オフラインでも使えて後で同期します。
C: それはいいですね。上司が賛成したら、いつから始められますか。
R: ご契約から二週間です。金曜日までに御社の数字で計算した資料をお送りします。
C: お願いします、月曜日に上司に見せます。
R: では火曜日の十時にまたお話ししましょう。
C: 火曜日で大丈夫です。ありがとうございます、失礼します。`,
};
