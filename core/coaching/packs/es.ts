import type { SignalPack } from "./signal-pack.ts";

/** Spanish wordings. */
export const es: SignalPack = {
	objections: {
		price:
			"(?<!cuesta )(?<!sale )(?:demasiado|muy|bastante|algo|tan|un poco) (?:caro|cara|elevado|elevada|alto|alta)|se (?:nos )?(?:sale|escapa|pasa|va|dispara) del? (?:nuestro )?presupuesto|(?:no|tampoco) (?:tenemos|hay|contamos con|tengo) (?:tanto |ese |el )?(?:presupuesto|dinero|una cifra)|no (?:contábamos|esperábamos|nos lo podemos permitir|podemos pagar)|(?:fuera|por encima) de(?:l| nuestro) presupuesto|más barat[oa]|(?:es|son|parece) mucho dinero|el precio es (?:muy |demasiado )?alto|no es barato|difícil de justificar|(?:teníamos|habíamos) pensado (?:en )?(?:unos|algo)",
		timing:
			"no (?:es|está)[^.?!]{0,25}(?:prioridad|el momento|buen momento|entre las prioridades)|(?:mejor|quizá|tal vez|quizás) (?:más adelante|después|el año que viene|para|en (?:otoño|septiembre|primavera))|(?:llámeme|llámame|hablamos|volvamos a hablar) (?:en|dentro|más|después)|ahora (?:mismo )?no (?:podemos|es|toca|tenemos tiempo)|todavía no|demasiado pronto|no (?:tenemos|hay) prisa|(?:en pausa|aplazar|posponer|congelad[oa])|no antes de|(?:tendría que ser|mejor) después de",
		authority:
			"(?:tengo|tenemos|tendría|hay|debo) que (?:consultar|hablar|comentar|preguntar|ver|verlo|consultarlo|comentarlo|hablarlo|pasar)[^.?!]{0,30}(?:con|a) (?:mi|el|la|nuestro|nuestra|los)|no (?:depende|es decisión|puedo decidir|lo decido)|(?:mi|el|la) (?:jefe|jefa|director|directora|socio|consejo) (?:tiene|debe|tendría) que|no soy (?:yo )?(?:quien|la persona)|necesito (?:la aprobación|el visto bueno)",
		need: "no (?:lo |la |nos |me )?(?:necesitamos|necesito|hace falta|vemos (?:la necesidad|el valor|para qué)|veo (?:la necesidad|el valor|para qué)|interesa)|(?:estamos|estoy) (?:contentos|contento|bien|satisfechos) con (?:lo que|nuestro|el)|ya (?:lo tenemos|nos vale|nos sirve|nos arreglamos)|nos (?:arreglamos|apañamos) con|no es lo que buscamos|funciona bien (?:así|como)",
		competitor:
			"ya (?:usamos|tenemos|trabajamos con|hemos firmado)[^.?!]{0,30}(?:otro|otra|proveedor|competidor|contrato)|(?:vamos|iremos|nos vamos) con (?:otro|otra)|(?:comparando|evaluando|hablando con|mirando) (?:otros|otras|varios|varias)|(?:la competencia|otros proveedores|otro proveedor)|nos (?:lo )?(?:dejan|ofrecen|han ofrecido|han propuesto)",
		trust:
			"(?:me|nos) (?:preocupa|preocupan|inquieta|da miedo|genera dudas)|(?:no estoy|no estamos) (?:seguro|segura|seguros|convencid[oa]s?)[^.?!]{0,40}(?:datos|seguridad|funcion|empresa|soporte|de que)|(?:tengo|tenemos) dudas (?:sobre|de|con)|mala experiencia|cómo sé que|cómo sabemos|(?:suena|parece) (?:arriesgado|demasiado bonito)|no (?:me fío|confío)|qué pasa si (?:falla|no|se cae)|nunca (?:funcionó|ha funcionado|han? contestado)|(?:nos|me) (?:lo )?prometi\\p{L}+",
	},
	buying:
		"(?:cuándo|cómo) (?:podríamos|podemos|podría|puedo) (?:empezar|arrancar|comenzar|firmar|tenerlo|contratar)|(?:cuáles|cuál) (?:serían|son|sería|es) (?:los|el) (?:siguientes? pasos?|próximos? pasos?)|(?:siguientes|próximos) pasos|me (?:parece|suena) (?:razonable|perfecto|justo|muy bien)|es (?:justo|exactamente) lo que (?:buscamos|necesitamos|queremos)|(?:nos gustaría|queremos|quisiéramos) (?:seguir adelante|avanzar|empezar|probarlo|contratar)|(?:mándame|envíeme|envíanos|envíame) (?:el|un) (?:contrato|presupuesto)|dónde (?:firmo|firmamos)|(?:adelante|vamos) con ello|(?:ofrecen|tienen|hay) (?:una )?(?:prueba|formación|piloto)",
	commitment:
		"(?:le|les|te|os|se lo|te lo|os lo|se la|te la) (?:envío|mando|paso|hago llegar|preparo|confirmo|llamo|escribo|comparto|doy|digo|presento|entrego|traigo|busco)|(?:voy|vamos) a (?:enviar|mandar|preparar|revisar|hablar|llamar|pedir|preguntar|organizar|confirmar|hacer|mirar|consultar|escribir|compartir)\\p{L}*|(?:enviaré|mandaré|prepararé|llamaré|revisaré|hablaré|preguntaré|confirmaré|pediré|haré|organizaré|escribiré|pasaré|daré|enviaremos|prepararemos|invitaré)|(?:yo|nosotros) (?:se lo|te lo|le|lo|la|les) (?:enseño|paso|pido|invito|mando|envío|comento|reviso|preparo|digo)|me (?:encargo|ocupo|comprometo)|tendrá (?:el|la|los|las) |lo tendréis|cuenta con ello|queda de mi cuenta|(?:la|lo|las|los) (?:llamo|aviso|recojo|visito)|eso está hecho",
	request:
		"(?:puede|puedes|podría|podrías|podéis|podrían) (?:enviar|mandar|pasar|preparar|revisar|mirar|confirmar|hablar|llamar|compartir|darnos|darme|decir)\\p{L}*|(?:envíeme|envíame|mándeme|mándame|páseme|pásame|prepáreme|confírmeme|avíseme|avísame)|por favor,? (?:envíe|envía|mande|manda|revise|revisa|prepare|prepara|confirme|conteste)|(?:necesito|necesitamos|quiero) que (?:usted|tú|ustedes|me|nos|prepare|envíe|envíes)",
	joint:
		"(?:tenemos|tendríamos|hay) que (?:hablar|reunirnos|quedar|preparar|ver|decidir|revisar|organizar|enviar)|(?:quedamos|hablemos|reunámonos|agendemos|veámonos)",
	notCommitment:
		"(?:te|le|os|les) (?:enseño|muestro|explico|cuento)(?= (?:cómo|como|lo|la|el|ahora|un poco))|(?:voy|vamos) a (?:ver|ser|empezar|enseñar)|ya veremos|quiere que (?:le|te)|si (?:le|te) (?:envío|mando)",
	nextStep:
		"(?:hablamos|quedamos|nos vemos|nos reunimos|hablemos|lo repasamos|hacemos una (?:llamada|sesión|reunión|demo))[^.?!]{0,50}(?:lunes|martes|miércoles|jueves|viernes|mañana|semana|a las|el día|\\d)|(?:el )?(?:lunes|martes|miércoles|jueves|viernes) (?:me|nos) (?:va|viene|parece) (?:bien|perfecto)|(?:próxima|siguiente) (?:reunión|llamada|cita)|(?<!para esa )(?<!para la )(?<!para esta )(?:sesión|reunión|llamada) (?:corta )?(?:\\p{L}+ ){0,4}(?:el )?(?:lunes|martes|miércoles|jueves|viernes)|(?:el )?(?:lunes|martes|miércoles|jueves|viernes) entonces|le (?:envío|mando) la (?:convocatoria|invitación)|(?<!cada )(?<!todos los )(?:(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)|mañana|\\d{1,2} de \\p{L}+)[^.?!]{0,25} a las? (?:\\d{1,2}|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)|(?:vuelv[ao]|vengo|venga|llamo) (?:el )?(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)|hasta el (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)",
	wrapUp:
		"(?:muchas )?gracias por (?:su|tu|vuestro|el) tiempo|que (?:tenga|tengas|tengan|pase|pases|descanses|descanse) (?:un )?(?:buen|buena|muy)|adiós|hasta (?:luego|pronto|la próxima)|hemos (?:visto|cubierto) todo|eso es todo|antes de (?:terminar|despedirnos|cerrar)",
	discount:
		"descuento|rebaja|(?:quitar|bajar|rebajar)[^.?!]{0,20}(?:por ciento|%)|mejor precio|oferta especial|precio especial",
	currency: "euros?|dólares?|pesos?|al (?:año|mes)|por (?:usuario|mes|año|licencia)|eur|usd",
	slots: {
		budget:
			"presupuesto(?! se)|(?:tenemos|hemos) (?:reservad|asignad|apartad)\\p{L}+|reservados|partida (?:de|para)|podemos gastar|dispuestos a pagar",
		decisionMaker:
			"decisión final|(?:toma|tomará|tomar) la decisión|quien (?:decide|firma)|(?:lo|la) decide|(?:mi|nuestro|nuestra|el|la) (?:jefe|jefa|director|directora|gerente|socio)\\b(?:[^.?!]{0,40})(?:aprueba|firma|decide|aprobar|antes de)|visto bueno|consultarlo con (?:mi|nuestro|nuestra)|consejo de administración|la decisión la (?:toma|tomará|tiene)|lleva las cuentas|quién (?:más )?(?:decide|firma|participa|aprueba|tiene que)",
		decisionProcess:
			"(?:compras|legal|jurídico|seguridad|sistemas) (?:tiene|debe|revisa|lo|necesita)|proceso de (?:compra|aprobación|decisión|selección)|comité|criterios|licitación|concurso",
		timeline:
			"(?:empezar|arrancar|en marcha|lanzar|decidir|firmar|listo|terminar|implantación)[^.?!]{0,40}(?:antes|para|en|a finales|a principios|el|este) (?:de |del )?(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|verano|año|mes|trimestre|dos semanas)|fecha límite|plazo (?:es|son|máximo)|(?:contrato|licencia) (?:vence|termina|caduca|acaba)|para cuándo|antes (?:de|del) (?:semana santa|navidad|verano|año nuevo|final de)|cuándo (?:le|les|os|te) (?:gustaría|vendría|haría falta)",
		pain: "problema|perdemos|pierde[n]?|perder|nos cuesta|(?:muy|demasiado) (?:lento|complicado)|se (?:enteran|pierden|quedan sin)|error(?:es)?|a mano|enfadad\\p{L}+|queja\\p{L}*|odian|es una pena|sufrimos|nos enteramos|un lío|ocupa a|reto|dolor de cabeza|ya es tarde|se nos (?:olvida|pierde|escapa)\\p{L}*|disparado|averías?|retrasos",
		metrics:
			"(?:\\d+|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|quince|veinte|treinta|cuarenta|cien|setecientos|ochocientos|mil|medio) (?:\\p{L}+ )?(?:horas?|días?|por ciento|%|euros?|dólares?)[^.?!]{0,30}(?:semana|mes|año|día|visita|pedido)|de cien |(?:nos )?cuesta[n]? (?:unos |alrededor de )?\\d|\\p{L}+ por ciento(?! de descuento)|\\p{L}*cientos euros (?:a la|al)|cuánto (?:le|les|os|te) (?:cuesta|supone)",
		champion:
			"(?:yo )?lo (?:defenderé|recomendaré|impulsaré)|cuente conmigo|cuenta conmigo|me encanta(?:ría)?|convenceré",
		competition: "(?:comparando|comparamos|miramos|hemos mirado|evaluamos|trabajamos (?:ya )?con|usamos) ",
	},
	stages: {
		WARMING_UP:
			"buenos días|buenas tardes|qué tal|cómo (?:está|estás|va|ha ido)|gracias por (?:atender|conectar|recibir|devolver|su tiempo esta)|encantad[oa]|viaje",
		DISCOVERY:
			"cuéntame|cuénteme|cómo (?:lleváis|lo hacen|trabajan|gestionan|va todo)|qué (?:pasa|ocurre|es lo que)|hoy|actualmente|problema|por qué|cuántas personas",
		QUALIFICATION: "presupuesto|decisión|quién más|visto bueno|plazo|fecha límite|prioridad|compras|criterios|firmar",
		PRESENTATION:
			"te (?:enseño|muestro)|le (?:enseño|muestro)|como (?:ve|puede ver|ves)|nuestr[oa] (?:producto|plataforma|solución|revisor)|función|pantalla|demo|integra\\p{L}*|con nosotros|nuestros avisos",
		NEGOTIATION:
			"precio|descuento|coste|contrato|condiciones|licencia|por (?:usuario|mes|año)|al año|pago|car[oa]\\b|oferta|legal",
		CLOSING:
			"(?:siguientes|próximos) pasos|firmamos|empezamos el|adelante|te (?:envío|mando) el|hablamos (?:otra vez )?el|hasta luego|adiós|gracias por su tiempo",
	},
	accept:
		"sí|vale|de acuerdo|perfecto|muy bien|estupendo|genial|hecho|claro|(?:me|nos) (?:parece|viene|va) bien|(?:el )?(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo) (?:sí|perfecto|me va)",
	answer:
		"sí|no|claro|por supuesto|exacto|desde luego|correcto|así es|funciona|se puede|tenemos|hay|depende|unos|unas|normalmente|por dos|la puesta|podemos|puedo|te paso|le paso|tarda|cuesta|comprendo|lo entiendo",
	positive:
		"genial|perfecto|estupendo|excelente|me (?:gusta|encanta)|muy bien|qué bien|bonito|encantad\\p{L}+|gracias|razonable|mejor|claro|interesante|contento|maravill\\p{L}+|buen[oa]?",
	negative:
		"problema|mal[oa]?|caro|cara|odian?|enfadad\\p{L}+|preocup\\p{L}+|difícil|lento|error\\p{L}*|pena|perd\\p{L}+|no (?:me gusta|funciona|podemos)|lamentable\\p{L}*|desastre|queja\\p{L}*|tarde|grita|decepcion\\p{L}*",
};
