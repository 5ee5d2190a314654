import type { SignalPack } from "./signal-pack.ts";

/** English wordings. */
export const en: SignalPack = {
	objections: {
		price:
			"(?:too|so|very|quite|pretty|rather|really|awfully) (?:expensive|pricey|costly|steep)|(?:a bit|a little|kind of|way|far|much) (?:too )?(?:high|steep|expensive|pricey|much)|(?:more|higher) than (?:we|i|what we|what i)(?:'d| had| were| was| are| am)? ?(?:\\w+ )?(?:expect|want|budget|plan|hop|can|pay|afford|think|thought|looking)\\w*|(?:can't|cannot|can not|couldn't|could not) afford|(?:out of|over|above|beyond|not in|exceeds?) (?:our|my|the|this year's) (?:budget|price range)|don't have (?:the |a |that )?(?:budget|kind of money|money)|no budget|price is (?:too |a bit |a little |really |pretty )?high|hard to justify|(?:cheaper|less expensive|lower price) (?:elsewhere|somewhere|option)|that's a lot of money|that (?:seems|is|sounds) (?:like )?(?:a lot|too much|steep)|too much (?:for|money)|(?:sticker shock)|(?:can you|could you|would you|any chance you(?: could|'d)?) (?:go|come|do) (?:any )?(?:lower|down|better)|lower (?:the|your) price|best price",
		timing:
			"not (?:a |our |the |my )?(?:top |high )?priority|not (?:the )?(?:right|good|best) (?:time|moment)|(?:bad|wrong) (?:time|timing)|(?:maybe|perhaps|call me|come back|get back to us|reach out|revisit|talk again|check back) (?:\\w+ )?(?:next (?:year|quarter)|later|in (?:a few|six|three|the) (?:months|fall|spring|autumn|summer))|not (?:right )?now|not ready (?:yet|to)|too (?:early|soon) (?:for|to)|no (?:rush|hurry|urgency)|(?:on hold|put (?:this|it) off|postpone|push(?:ed)? back|freeze)|too busy (?:right now|at the moment|for)|in the middle of (?:a|another) (?:\\w+ )?(?:migration|project|reorg|move|rollout)|(?:not|nothing) (?:this year|this quarter|before (?:the )?(?:summer|autumn|fall|next))",
		authority:
			"(?:have|need|want|'d need|'d have|'ll have|'ll need) to (?:run|check|discuss|talk|speak|clear|take|bring|get|ask|consult) (?:this|it|that|about this|with|to|approval|sign-?off|my|our|the)[^.?!]{0,60}(?:boss|manager|director|ceo|cfo|cto|vp|board|team|partner|committee|procurement|legal|wife|husband|head|lead|approval|sign-?off|management)|not (?:my|mine) (?:decision|call)|(?:my|the|our) (?:boss|manager|director|ceo|cfo|board|partner) (?:has to|needs to|must|would have to|will have to) (?:approve|decide|sign|agree)|i'm not the (?:one who|decision|right person)|can't (?:decide|sign|approve) (?:this|that|it|on my own|alone)|above my pay grade|don't have (?:the )?(?:authority|final say)|someone else decides",
		need: "(?:don't|do not|doesn't|wouldn't) (?:really |actually |even )?(?:need|see (?:the |a |any )?(?:need|value|point|benefit)|see why)|(?:happy|fine|satisfied|good|okay) with (?:what we have|our current|our existing|how|the current|their|the way)|not (?:really )?(?:interested|what we need|what we're looking for|a fit|a good fit|relevant|useful)|(?:what we have|it|the current one|our system) works (?:fine|well enough|well)|already (?:solved|covered|taken care)|why (?:would|should) we (?:change|switch|need)|no need for|we don't have that problem|nice to have",
		competitor:
			"(?:already|currently) (?:use|using|work with|working with|have|signed|committed|locked)[^.?!]{0,30}(?:vendor|provider|supplier|tool|competitor|solution|contract|somebody else|someone else)|(?:going|go|gone|went) with (?:another|a different|someone|somebody|your competitor)|(?:comparing|evaluating|looking at|talking to) (?:you (?:to|with)|other|another|several|two other|your competitors)|(?:your competitors?|other vendors?|another vendor|other providers?) (?:offer|have|can|is|are|do|gave|quoted)|locked in(?:to)? (?:a|our)|under contract with",
		trust:
			"(?:worried|concerned|nervous|anxious|uneasy|sceptical|skeptical|not sure|unsure|not convinced|doubt) (?:about|that|if|whether|how)?[^.?!]{0,50}(?:data|security|secure|privacy|gdpr|compliance|support|reliab|downtime|work|deliver|company|small|startup|implementation|adoption|migration|promise|true|risk|safe|fit)|how do (?:i|we) know|(?:bad|terrible|poor) (?:experience|reviews)|(?:been )?burn(?:ed|t) (?:before|by)|(?:too|sounds) (?:risky|good to be true)|(?:heard|read) (?:bad|negative|that your)[^.?!]{0,30}|what if (?:it|you|this) (?:fails?|goes? (?:down|bust|wrong)|doesn't)|i don't (?:trust|believe)|never heard of you",
	},
	buying:
		"how (?:soon|fast|quickly|early) (?:can|could|would) (?:we|you|i)|when (?:can|could) (?:we|i) (?:start|begin|get started|have|go live|sign)|what (?:would|are|do|will) (?:the |our |your )?next steps?(?: look)?|next steps? (?:would be|look)|(?:sounds|looks|seems) (?:really |very |pretty )?(?:reasonable|perfect|great to me|exactly)|(?:that|this)(?:'s| is) exactly what we(?:'re| are|'ve been| need| want)|we(?:'d| would)? (?:love|like|want) to (?:move forward|go ahead|get started|start|proceed|sign|buy|try|pilot|roll)|(?:send|get) (?:me|us) (?:the|a|your) (?:contract|agreement|order form|paperwork|proposal|quote)|where do (?:i|we) sign|how (?:do|would|does) (?:we|the|i) (?:onboarding|implementation|pay|get started|rollout|sign up)|(?:let's|we can|we could) (?:do (?:it|this)|move forward|go ahead|get this (?:done|started))|(?:i'm|we're) (?:sold|in|ready to)|do you (?:offer|have) (?:a )?(?:trial|pilot|onboarding|training)|can (?:we|you) (?:add|include) (?:more )?(?:seats|users|licen[cs]es)|would (?:it|this|that) work for (?:\\d+|our|all) ",
	commitment:
		"(?:i|we)(?:'ll| will| shall|'m going to| am going to|'re going to| are going to|'m gonna|'re gonna| can| could) (?:definitely |also |then |just |quickly |certainly |make sure to |go ahead and |try to |have to )?(?:send|share|get|check|follow|prepare|put|draft|write|call|ping|email|e-mail|mail|schedule|set|book|arrange|organi[sz]e|invite|introduce|look|find|ask|talk|speak|review|update|confirm|provide|forward|circulate|create|build|make|bring|come back|circle|reach|let you know|loop|connect|work|take|add|finish|complete|deliver|sign|submit|investigate|handle|sort|run|give you|do that|do it|have)|let me (?:send|check|get back|find out|ask|look into|follow up|set up|put together|see if i can get)|i owe you|(?:you'll|you will) (?:have|get|receive) (?:it|the|that|a|an|this|my|our)|leave (?:it|that) with me|i'm on it|i promise|(?:you'll|you will) hear from (?:me|us)",
	request:
		"(?:could|can|would|will) you (?:please |also |kindly |just |maybe |possibly )?(?:send|share|get|check|look|prepare|forward|provide|give|let|introduce|invite|put|fill|review|confirm|ask|find|make|add|call|write|set|talk|help|update|complete|sign|bring|do|take|work)|please (?:send|share|get|check|review|forward|provide|let|confirm|call|give|make|fill|contact|prepare|submit|complete|return|sign|see|add|reply|respond|advise|note|find|do|keep|put|take|bring)|(?:you|you guys|someone|somebody|they) (?:need|have|should|must|ought) to (?:send|prepare|work|look|check|get|write|make|do|finish|find|talk|think|come up|design|bring|provide|ask)|i(?:'d| would) (?:like|need|want|love) you (?:guys )?to|i need (?:you|the|a|your) |make sure (?:you|that|to)|(?:you're|you are) (?:going to|gonna) (?:be )?(?:work|look|think|do|prepare|design|focus|have)",
	joint:
		"(?:let's|shall we|we should|we need to|we have to|we've got to|we'll have to|we must) (?:\\w+ )?(?:meet|talk|speak|schedule|set up|book|sync|plan|find|work|decide|discuss|review|send|prepare|make|look|reconvene|follow|check|finish|think|come up)",
	notCommitment:
		"(?:i|we)(?:'ll| will| can) (?:see|think about it|be honest|admit|say|pass|never|not)|let me (?:show|tell|explain|think|see(?! if)|ask you|be|start|share my screen|just)|(?:i'll|i will) (?:show you|explain|tell you|start|begin|be|skip)|i can (?:see|imagine|hear|understand|tell)|we can (?:see|then see|imagine|look at the|all)|(?:would|do) you like me to|shall i|should i|(?:if|when|unless) (?:i|we)(?:'ll| will| can| could)",
	nextStep:
		"(?:let's|shall we|we'll|we will|we|i'll|could we|can we|then) (?:\\w+ ){0,2}(?:speak|talk|meet|sync|catch up|reconnect|call|schedule|book|reconvene|get together|do a (?:call|demo|session)|see each other)[^.?!]{0,60}(?:today|tomorrow|monday|tuesday|wednesday|thursday|friday|week|at \\w+|o'clock|next|\\d)|(?:calendar invite|send (?:you )?an invite|follow-?up (?:call|meeting)|next (?:call|meeting|session) (?:is|will be|on|at))|(?:monday|tuesday|wednesday|thursday|friday) (?:at \\w+ )?(?:works|it is|is good|is fine|suits)|(?:speak|talk|see you) (?:again )?(?:on |next )?(?:monday|tuesday|wednesday|thursday|friday|tomorrow|next week)",
	wrapUp:
		"thank(?:s| you)(?: so much| very much| a lot)? for (?:your|the|taking the) (?:time|call)|(?:have a|enjoy (?:your|the)) (?:great|good|nice|lovely|wonderful) (?:day|evening|weekend|afternoon|one|week)|good ?bye|bye(?:-bye)?|talk (?:to you )?(?:soon|later)|(?:we're|we are) (?:out of|at|up on|running out of) time|covered (?:everything|what|all)|that's all (?:i had|from)|before we (?:wrap|finish|close|go)|to wrap up",
	discount:
		"discount|(?:percent|%) off|rebate|price (?:break|reduction)|better (?:price|deal)|special (?:price|offer|rate)|take .{0,20}(?:percent|%) off|knock .{0,10}off",
	currency:
		"dollars?|bucks|euros?|pounds?|grand|usd|eur|gbp|k\\b|per (?:year|month|seat|user|licen[cs]e)|a (?:year|month|seat)|each",
	slots: {
		budget:
			"budget(?:ed)?|(?:set|put) aside|allocated|earmarked|approved (?:funds|spend|amount)|(?:we|i) (?:can|could) spend|spend(?:ing)? (?:up to|around|about)|funds? available|willing to (?:pay|spend)",
		decisionMaker:
			"(?:final|ultimate) (?:decision|say|call)|(?:makes?|making|takes?) the (?:final )?decision|decision[- ]makers?|signs? (?:off|the contract|it)|(?:approv(?:es?|al)|sign-?off) (?:from|by|of)|(?:run|check|discuss|clear) (?:this|it|that) (?:by|past|with) (?:my|our|the)|economic buyer|has to approve|(?:ceo|cfo|cto|cio|director|vp|head of \\w+|board)(?:[^.?!]{0,30})(?:decides?|approves?|signs?)",
		decisionProcess:
			"(?:procurement|purchasing|legal|security|it) (?:review|process|team|department|needs|has to|will)|(?:evaluation|selection|approval|buying|decision) (?:process|criteria|committee)|(?:steering|works) (?:committee|council|group)|rfp|tender|vendor assessment|shortlist",
		timeline:
			"(?:go live|live|start|kick ?off|launch|roll ?out|up and running|in place|decide|decision|sign(?:ed)?|deadline|done|ready)[^.?!]{0,40}(?:by|before|until|in|on|at the|next|this|end of) (?:the )?(?:end|q[1-4]|january|february|march|april|may|june|july|august|september|october|november|december|month|quarter|year|week|summer|spring|autumn|fall|winter|\\w+ (?:weeks|months))|(?:deadline|time ?frame|timeline|go-live)|(?:contract|licen[cs]e|subscription) (?:ends|expires|is up|runs out|renews)",
		pain: "(?:problem|issue|challenge|struggle|struggling|pain|painful|frustrat\\w+|nightmare|bottleneck|headache|annoy\\w+|furious|waste[sd]?|wasting|losing|lose|loses|manual(?:ly)?|error[- ]prone|mistakes?|too slow|takes (?:too long|forever|ages|two|a whole|hours|days)|hate[sd]? (?:it|doing|that)|no idea what|find out (?:about|when|too)|shouts?|call twice|never get)|spends? (?:around|about|roughly|over|up to)? ?(?:\\w+ )?hours",
		metrics:
			"(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand|whole|half)[ -](?:\\w+ )?(?:hours?|days?|percent|%|euros?|dollars?|pounds?|k)[^.?!]{0,30}(?:week|month|year|day|each|per|visit|call|order|lost|saved|late)|(?:costs?|lose|save|saving) (?:us |you )?(?:about |around |roughly |up to )?(?:[$€£]?\\d|\\w+ (?:hundred|thousand|million|hours|percent))|(?:roi|kpi|conversion|churn|win rate|margin)|of a hundred|\\b\\d+ ?%",
		champion:
			"i(?:'ll| will) (?:push|fight|make the case|champion|sell this|convince|recommend)|i (?:really )?want this|i'm a (?:big )?fan|i(?:'d| would) (?:love|recommend)|count on me|i'll (?:bring|get) (?:them|her|him|the team) on board",
		competition:
			"(?:compared?|comparing|looked at|looking at|evaluat\\w+|also talking|quote from|demo with|working with|work with|switch(?:ing)? from|currently us(?:e|ing)) ",
	},
	stages: {
		WARMING_UP:
			"how (?:are|have) you|good (?:morning|afternoon) |nice to (?:meet|see)|good to see|thanks for (?:joining|making|having|calling|taking)|hope (?:you|the|your)|weather|weekend|introduce (?:myself|ourselves)|agenda",
		DISCOVERY:
			"(?:tell me|walk me|help me understand|how (?:do|does|is|are) (?:you|your)|what (?:happens|challenges|would you change|is your|are your)|why (?:do|is|did))|today (?:you|we)|current(?:ly)?|problem|challenge|spreadsheets?|process",
		QUALIFICATION:
			"budget|decision|who else|approv\\w+|timeline|deadline|priority|procurement|stakeholders?|criteria|sign(?:s|ed|ing)?\\b",
		PRESENTATION:
			"(?:let me|i'll|i can|i'd like to) show|as you (?:can )?see|(?:our|the) (?:product|platform|solution|tool|system) (?:\\w+ )?(?:is|does|can|has|reads|lets|reminds)|feature|dashboard|demo|integrat\\w+|screen|module|with us|in our",
		NEGOTIATION:
			"price|pricing|discount|cost|contract|terms|licen[cs]e|per (?:seat|user|month|year)|percent off|payment|expensive|quote|legal",
		CLOSING:
			"next steps?|sign|start (?:on|date)|go ahead|move forward|send (?:you )?the (?:contract|agreement|invite)|onboarding|kick ?off|calendar|speak again|follow up|goodbye|bye|thank you (?:so much )?for your time",
	},
	answer:
		"yes|no|yeah|yep|nope|sure|of course|absolutely|exactly|definitely|correct|right|it (?:does|doesn't|is|isn't|can|can't|will|works?|takes|costs)|we (?:do|don't|can|can't|support|have|offer|are|could)|i (?:do|don't|can|can't|could|will|think|'d|would)|they (?:are|do|can|have)|that depends|about|around|usually|typically|good question|for (?:two|three|one)|setting up|you (?:get|can|would|will|have)",
	positive:
		"great|perfect|excellent|love|lovely|wonderful|fantastic|happy|nice|good|glad|impressive|like (?:it|that|the|this)|amazing|awesome|helpful|fair enough|interesting|clean|thank(?:s| you)|better|reasonable",
	negative:
		"problem|bad|terrible|expensive|hate[sd]?|angry|furious|annoy\\w+|frustrat\\w+|worried|concern\\w*|difficult|hard|painful|slow|wrong|broken|unhappy|disappoint\\w*|shame|not (?:good|happy|sure)|can't|unfortunately|mess|nightmare|lose|lost|too (?:much|high|long)|complain\\w*|shouts?",
};
