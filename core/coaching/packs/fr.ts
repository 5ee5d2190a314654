import type { SignalPack } from "./signal-pack.ts";

/** French wordings. */
export const fr: SignalPack = {
	objections: {
		price:
			"(?:trop|très|assez|vraiment|un peu|plutôt) (?:cher|chère|élevé|élevée)|hors (?:de notre )?budget|(?:dépasse|au-dessus de|au delà de) (?:notre|le) budget|(?:on n'a|nous n'avons|je n'ai) pas (?:le|ce|de|un tel) budget|pas les moyens|(?:on ne|nous ne) s'attendai(?:t|ent) pas à (?:ça|ce|un tel)|(?:on ne peut|nous ne pouvons) pas (?:payer|se permettre|nous permettre)|moins cher ailleurs|c'est (?:beaucoup d'argent|une somme)|prix (?:est )?(?:trop |très )?élevé|difficile à justifier|c'est cher|(?:n'a|n'avons|n'ai) pas (?:cette|une telle|l'|d') ?(?:enveloppe|budget|somme)",
		timing:
			"pas (?:une |la |notre )?priorité|pas (?:le )?(?:bon )?moment|(?:plutôt|peut-être) (?:plus tard|l'an prochain|l'année prochaine|après|à la rentrée)|(?:rappelez|recontactez)[- ](?:moi|nous)|pas (?:maintenant|tout de suite|encore|avant)|trop tôt|pas (?:pressés|d'urgence)|(?:en pause|reporter|repousser|gelé)|trop occupés en ce moment",
		authority:
			"(?:je dois|il faut que j'|on doit|nous devons|il faudra que j'|je vais devoir) ?(?:en )?(?:parler|discuter|consulter|demander|voir|valider|parle|discute|demande|voie)[^.?!]{0,30}(?:à|avec|ma|mon|notre|la|le)|ce n'est pas (?:ma décision|moi qui décide|de mon ressort)|(?:mon|ma|notre|le|la) (?:chef|patron|directeur|directrice|associé|conseil|dg) (?:doit|devra)|je ne (?:décide|peux pas décider) (?:pas )?seul|pas (?:le|la) décisionnaire",
		need: "(?:pas|plus) (?:vraiment |réellement )?(?:besoin|utile|intéressé|intéressés|nécessaire)|(?:on est|nous sommes|je suis) (?:très )?(?:content|contents|satisfait|satisfaits) (?:de|avec)|(?:ça|cela) (?:nous )?(?:suffit|marche très bien|fonctionne bien)|nous suffisent|ne vo(?:is|yons|it) pas (?:l'intérêt|la valeur|pourquoi|à quoi)|pas ce qu'on cherche|on se débrouille|on en est (?:très )?(?:content|satisfait)s?",
		competitor:
			"(?:on|nous) (?:a|avons|utilise|utilisons|travaille|travaillons) déjà[^.?!]{0,30}(?:autre|fournisseur|prestataire|concurrent|contrat)|(?:on va|nous allons|on part) (?:partir )?(?:avec|chez) (?:un autre|une autre)|(?:compare|comparons|évalue|discute avec) (?:d'autres|plusieurs|un autre)|(?:vos concurrents|la concurrence|un autre fournisseur)|(?:on est|nous sommes) (?:déjà )?chez \\p{L}+ depuis|(?:nous|on nous) (?:a|ont) (?:fait une offre|proposé)|(?:m'|nous )(?:offre|offrent|propose|proposent) (?:quelque|un|une|la|le|moins)",
		trust:
			"(?:inquiet|inquiète|inquiets|préoccupé|préoccupée|méfiant|sceptique)[^.?!]{0,50}|(?:m'inquiète|nous inquiète|m'inquiètent|me préoccupe|nous préoccupe)|pas (?:sûr|sûre|sûrs|convaincu|convaincue|convaincus)[^.?!]{0,40}(?:données|sécurité|marche|que|de)|(?:j'ai|on a|nous avons) des doutes|mauvaise expérience|comment (?:je sais|être sûr|savoir si)|(?:trop|ça semble) risqué|trop beau pour être vrai|que se passe-t-il si (?:ça|vous)|pas confiance|(?:a|ont|avait) jamais (?:marché|fonctionné|répondu)|personne ne répond(?:ait)?",
	},
	buying:
		"quand (?:est-ce qu'on|est-ce que nous|pourrait-on|peut-on|pourrions-nous) (?:pourrait |peut |pourrions )?(?:commencer|démarrer|signer|l'avoir)|(?:quelles|quelle) (?:seraient|sont|serait|est) (?:les|la) (?:prochaines? étapes?|étapes? suivantes?|suite)|prochaines étapes|(?:ça me|cela me|ça nous|me) (?:semble|paraît) (?:raisonnable|parfait|très bien|correct)|c'est exactement ce qu(?:e|')|(?:on aimerait|nous aimerions|on veut|on voudrait|nous voulons) (?:avancer|démarrer|commencer|essayer|signer)|(?:envoyez|envoie)[- ](?:moi|nous) (?:le|un) (?:contrat|devis)|où (?:je signe|on signe)|allons-y|(?:proposez|avez)[- ]vous (?:un essai|une formation|un pilote)|comment on fait pour (?:commencer|signer)",
	commitment:
		"(?:je|nous|on) (?:vous |te |le |la |les |lui |leur |l')?(?:l'|le |la |les )?(?:envoie|envoies|transmets|prépare|rappelle|appelle|confirme|montre|fais|ferai|enverrai|enverrons|préparerai|préparerons|rappellerai|demanderai|demande|inviterai|invite|vérifie|vérifierai|partage|partagerai|présente|présenterai|contacte|contacterai|reviens|reviendrai|regarde|regarderai|organise|organiserai|transmettrai|livre|livrerai|écris|écrirai|donne|donnerai|dis|dirai|vois ça|mets|recontacte|recontacterai|relance|relancerai|adresse|fournis|joins)|je vais (?:vous |lui |le |la |leur )?(?:envoyer|préparer|demander|vérifier|regarder|parler|appeler|organiser|confirmer|faire|inviter|écrire|partager)|vous (?:aurez|recevrez) (?:le|la|les|un|une)|je m'en (?:occupe|charge)|comptez sur moi|c'est noté, je",
	request:
		"(?:pouvez|pourriez|peux|pourrais)[- ](?:vous|tu) (?:me |nous |lui )?(?:envoyer|transmettre|préparer|vérifier|confirmer|donner|partager|regarder|appeler|faire|demander|présenter)|(?:envoyez|transmettez|préparez|donnez|confirmez|répondez|appelez|rappelez|recontactez|dites)(?:[- ](?:moi|nous))?(?= )|(?:il faudrait|il faut) que vous|merci de (?:bien |nous |m')?(?:vouloir|envoyer|confirmer|transmettre|préparer|répondre)|j'ai besoin que vous|veuillez",
	joint:
		"(?:il faut qu'on|on doit|nous devons|il faudrait qu'on|on devrait) (?:se |en )?(?:parler|voir|rencontrer|préparer|décider|organiser|planifier|revoir|fasse|parle)",
	notCommitment:
		"je (?:vous|te) (?:montre|explique|raconte)(?= (?:comment|un peu|maintenant|ça|la|le))|je vais (?:vous montrer|commencer|être)|on verra|je (?:le |la )?vois(?! ça)|je vous (?:entends|comprends)|voulez-vous que|si je (?:vous )?|(?:dites|dis|racontez|raconte|expliquez|explique)[- ](?:moi|nous) (?:un peu )?(?:comment|ce qu|si|pourquoi|combien|quand|où|quel|qui)",
	nextStep:
		"(?:on|nous|alors|donc) (?:se |nous )?(?:reparle|rappelle|revoit|voit|retrouve|reparlons|rappelons|voyons|rencontre)[^.?!]{0,50}(?:lundi|mardi|mercredi|jeudi|vendredi|demain|semaine|à \\p{L}+ heures|\\d)|(?:lundi|mardi|mercredi|jeudi|vendredi) (?:me|nous) (?:va|convient)|(?:lundi|mardi|mercredi|jeudi|vendredi) alors|(?:prochain|prochaine) (?:rendez-vous|réunion|appel|point)|(?:session|réunion|point|appel) (?:avec \\p{L}+ )?(?:lundi|mardi|mercredi|jeudi|vendredi)|je (?:vous )?envoie (?:l'|une )invitation|(?<!chaque )(?<!tous les )(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|demain|\\d{1,2} \\p{L}+)[^.?!]{0,25} à (?:\\d{1,2} ?(?:h|heures?)|midi|(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze) heures?)|va pour (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)",
	wrapUp:
		"merci (?:beaucoup |encore |infiniment )?pour (?:votre|ton|ce) (?:temps|échange|accueil)|bonne (?:journée|soirée|fin de journée|semaine)|bon (?:week-end|après-midi)|au revoir|à (?:bientôt|très vite)|on a (?:vu|fait le tour|tout vu)|c'est tout pour|avant de (?:terminer|conclure|se quitter)",
	discount:
		"remise|rabais|réduction|ristourne|(?:enlever|baisser)[^.?!]{0,20}(?:pour cent|%)|geste commercial|meilleur prix|prix spécial",
	currency: "euros?|dollars?|francs?|par (?:an|mois|utilisateur|licence)|eur|usd",
	slots: {
		budget:
			"budget|enveloppe|(?:on a|nous avons) (?:prévu|réservé|mis de côté|alloué)|(?:on peut|nous pouvons) (?:dépenser|mettre)|prêts à payer",
		decisionMaker:
			"décision finale|(?:prend|prendra|prendre) la décision|qui décide|décisionnaire|c'est (?:[\\p{L}'-]+ ){1,6}qui (?:décide|signe|valide|tranche)|(?:ma|mon|notre|le|la) (?:directeur|directrice|dg|patron|responsable|chef)\\b[^.?!]{0,40}(?:valide|signe|décide|approuve|avant)|en parler à (?:ma|mon|notre)|comité de direction|qui (?:pilote|tranche|signe|valide|d'autre)",
		decisionProcess:
			"(?:achats|juridique|sécurité|dsi) (?:doit|doivent|regarde|valide|va)|processus (?:d'achat|de décision|de validation)|comité (?:de pilotage|d'achat)|critères|appel d'offres",
		timeline:
			"(?:commencer|démarrer|lancer|décider|signer|prêt|en place|déploiement|en service)[^.?!]{0,40}(?:avant|en|d'ici|fin|début|à la|le|cet) (?:de |la |l')?(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|été|année|mois|trimestre|deux semaines)|date limite|échéance|calendrier|(?:contrat|licence) (?:se termine|expire|arrive)|pour quand|d'ici quand|(?:d'ici|avant) (?:la )?(?:fin |début |mi-)(?:de |d')?(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|20\\d\\d)|d'ici 20\\d\\d",
		pain: "problème|perd(?:ons|ent)?|on perd|pénible|difficile|compliqué|trop (?:long|lent)|erreurs?|à la main|furieu\\p{L}+|plain\\p{L}+|déteste\\p{L}*|dommage|apprennent la panne|ne sait pas ce|rappellent|recopier|galère|casse-tête|souci avec|n'ont jamais|(?:a|ont) doublé|perdu (?:un|une|des)|trop tard|en panne|mes dimanches",
		metrics:
			"(?:\\d+|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quinze|vingt|trente|quarante|cinquante|cent|cents|mille|moitié) (?:\\p{L}+ )?(?:heures?|jours?|pour cent|%|euros?)[^.?!]{0,30}(?:semaine|mois|an|jour|visite|entier)|sur cent |coûte (?:environ )?\\p{L}+ (?:cents|mille)|(?:nous )?coûte[nt]* \\d|pour cent de moins|(?:mille|cents) euros|combien (?:ça|cela) vous coûte|combien vous coûte",
		champion:
			"je (?:le |la )?(?:défendrai|recommanderai|pousserai|soutiendrai)|comptez sur moi pour|je suis (?:convaincu|fan)|j'adore",
		competition: "(?:compare|comparé|comparons|regardé|étudié|évalue|travaille (?:déjà )?avec|utilise déjà) ",
	},
	stages: {
		WARMING_UP:
			"bonjour|comment (?:allez|vas|s'est passé)|merci (?:beaucoup )?(?:d'être|de (?:prendre|rappeler|me recevoir|votre présence))|enchanté|ravi|j'espère que|félicitations",
		DISCOVERY:
			"racontez|expliquez-moi|comment (?:votre|vous|gardez|travaille)|que se passe|qu'est-ce qui|aujourd'hui|actuellement|problème|pourquoi|combien de personnes",
		QUALIFICATION: "budget|décision|qui d'autre|valider|calendrier|échéance|priorité|achats|critères|signer",
		PRESENTATION:
			"je vous (?:montre|présente)|comme vous (?:voyez|pouvez)|(?:notre|nos) (?:produit|plateforme|solution|outil)|fonction\\p{L}*|écran|démo|intègr\\p{L}*|chez nous|avec nous|le produit",
		NEGOTIATION:
			"prix|tarif|remise|coût|contrat|conditions|licence|par (?:utilisateur|mois|an)|paiement|cher|offre|juridique",
		CLOSING:
			"prochaines étapes|on signe|on démarre|on avance|je vous envoie le|on se (?:reparle|rappelle)|bonne journée|au revoir|merci pour votre temps",
	},
	accept:
		"oui|d'accord|parfait|très bien|entendu|c'est (?:noté|bon|parfait)|va pour|ça (?:marche|me va|nous va)|ok|volontiers|avec plaisir|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:ça|c'est|me)",
	answer:
		"oui|non|bien sûr|tout à fait|exactement|absolument|c'est ça|ça (?:marche|fonctionne|dépend|prend|coûte)|on (?:peut|a|propose)|nous (?:avons|pouvons)|il y a|environ|en général|pour deux|la mise|vous (?:recevez|pouvez|avez)|je (?:peux|comprends)|elles sont|ils sont",
	positive:
		"super|parfait|excellent|génial|j'aime|très bien|bien|ravi|content|intéressant|merci|raisonnable|mieux|formidable|magnifique|joli|bravo|propre|utile",
	negative:
		"problème|mauvais\\p{L}*|cher|chère|furieu\\p{L}+|inquiet\\p{L}*|difficile|pénible|lent|erreur\\p{L}*|dommage|perd\\p{L}*|déçu\\p{L}*|malheureusement|catastrophe|compliqué|pas (?:content|sûr|possible)|déteste\\p{L}*|trop (?:cher|long|tard)|crier",
};
