/** What the table of the second funnel shows; for RESULTS.md. */
export const WHY_SECOND =
	"What comes from open deals and what from new ones mirror each other here: in the first weeks of a calendar quarter wins are deals of the same month, towards its end they are deals of months ago, and together they are nearly as many every week. Courtside forecasts the two apart, knows of no such rhythm from one past quarter, and misses both; what was won of late misses neither. On the first half of this funnel it was the other way round (Courtside 21.3 %, run rate 27.2 %), and over all choosing data taking what was won of late for what is to come costs far more than it brings, so no choice follows from it.";

/** What was chosen, on what, and what was tried and left; for RESULTS.md. */
export const WHY = `The plain sum of an analyst (win rate by stage within 28 days + deals created × what they bring inside a window) is said to come to 6.9 % on other origins of this funnel, December to February of a longer file. On these origins, with the same rules, it does not: the rates of the first weeks, when the file had only young deals, are far too high for November.

Working days and public holidays: every 28 days have the same 20 weekdays, Christmas Day 2011 and New Year's Day 2012 were Sundays, and a workspace says no country. A calendar could explain a twentieth of five windows at most; none is used.

Why the first forecast was 13.9 % too high on these origins (WAPE 17.5 %), and what was done:

- The open deals were never the trouble: WAPE 7.4 %, bias +2 %. Their chances already came from a life table that keeps open deals as censored, not from finished deals alone.
- Business not yet created was 33 % too high: the newest creation rate, in a surge of leads, times a yield of older, better leads and the plain mean amount of quick wins. Now the deals of late are replayed: what was created will be created again, each copy at a random moment of the window, and what a model deal that is still open will come to is told by the deal model. A change in number, quality or size counts before endings are known.
- Cells of stage and age were pulled together as if they could differ only in how they end. They differ in how soon as well; how strongly they are pulled is now judged on both.
- Wins of late may drift from all of the past that chances are learnt from: won ÷ expected in windows one behind another is followed as a wandering level, averaged over how far it may wander, and says both a shift of all chances and how far all deals together may lie off. Here it moves the number by 0 to 2 % (there are one or two windows to see it in) and not for the better; it was taken for what it does elsewhere (below), mostly to ranges.
- What is left is the fall of wins around Christmas and New Year (25 a working day before, about 10 between), which a history of three months without a Christmas cannot show.

Chosen on made-up funnels, the simulated company's past, and loan-funnel origins before 7 November, never on the eight origins; they were looked at, though, to find the cause above:

| choice | what the other data said |
| --- | --- |
| replay of deals of late instead of rate × yield or the flow of past quick wins | better at equal memory on nearly all funnels and on the early loan origins (error of the new part 30 % instead of 39 %) |
| memory of the level: six lengths weighed by past error | geometric mean of errors 29.8 %; single lengths 29.9 to 34.4 % |
| strength of shrinkage judged by timing as well | better calibrated on every set tried (long cycle: wins of the oldest deals 20 % too many before, 15 % after) |
| amounts at closing, pace by size | simulated company's past: open money 12 % too high before, 6 % after; made-up funnels unchanged to slightly worse (WAPE up to 0.5 points more) |
| pace by phase: rests of past periods with as many days left | simulated company near the quarter's end: what is still to come 27 % too low before, 8 % after; the company's range held 37 % of futures before, 83 % after (uncorrected). The windows of the loan funnel and of the made-up funnels have no period around them |
| drift of wins of late (this version) | made-up funnels of other seeds: where the win rate falls error 24.1 → 23.2 %, others ± 0.1; uncorrected ranges held 75 % before, 79 % after |
| range correction: scores by days left and by node, four windows' worth of prior | made-up funnels: held 72 % before, 76 % after |
| ranges are widened only, never narrowed (this version) | made-up funnels of other seeds, 185 windows: uncorrected held 70 %, with narrowing 71 %, without 75 %; simulated companies of a tenth of the size, of which the first run of this version held 72 % (82 % as simulated) for having been narrowed |

Tried and left out because the other data did not prove them: a fading memory in the deal model (no gain but where the win rate falls), recalibrating all chances on the last window (error 13.5 → 14.4 to 15.2 %), correcting means by past errors (14.7 → 14.9 to 16.6 %), blending with run rate and mean by inverse past error (14.8 → 15.3 to 16.7 %); with the stage-weighted pipeline as a member too (14.2 → 14.9 to 16.2 % on other seeds of the made-up funnels, though 9.0 to 11.8 % here: two errors that happen to lie on either side); with the plain rate by stage (14.2 → 14.0 to 14.1 %, here 16 to 18 %); longer memories of the level favoured until shorter ones have earned it (14.1 → 14.1 to 14.4 %), trend and last year's season in creation (29.8 → 29.8 %).

Looked at again for this version, because the bar (a quarter less error than the best baseline) is still not reached. Choosing data that no choice had been made on: the made-up funnels with seeds 900 and 901, weekly to quarterly windows from the first on; the second funnel's origins to 7 August 2017; loan windows of 7 and 14 days that were over by 7 November. In all 751 windows of 14 funnels. Change of the error (WAPE, geometric mean over funnels), ± one standard error over funnels:

| tried | change | better on |
| --- | --: | --: |
| equal mean of Courtside, run rate, mean, rate by stage and pipeline × its past yield | +18.3 ± 3.9 % | 0 of 14 |
| those and the stage-weighted pipeline, weights by likelihood of past log errors, all alike before | +6.8 ± 3.7 % | 3 of 14 |
| the same, Courtside ten times as likely before | -0.3 ± 1.4 % | 4 of 14 |
| the same, learning twice as fast | +0.1 ± 1.4 % | 4 of 14 |
| the same, geometric mean | -1.8 ± 2.7 % | 4 of 14 |
| equal mean until three windows have passed, Courtside from then on | +1.3 ± 2.9 % | 5 of 14 |
| Courtside and rate by stage, weights by likelihood | -0.6 ± 1.1 % | 7 of 14 |
| business to come: level of creation × money by age (Aalen and Johansen, half-life two windows) instead of replay | -0.1 ± 1.3 % | 7 of 14 |
| the mean of both | -0.3 ± 0.7 % | 8 of 14 |
| creation as a state-space of weekly counts that returns to its mean as strongly as it has, × money by age | +3.6 ± 3.4 % | 8 of 14 |
| the same with a trend (growing 8.1 → 6.8 %, shrinking 9.4 → 8.3 %, surges of poorer leads 12.9 → 19.6 %) | +2.7 ± 3.8 % | 6 of 14 |
| that state-space on the replayed money instead of counts, with a trend | +4.4 ± 1.7 % | 3 of 14 |
| what new business brought in the last window (throughput instead of arrivals) | +14.8 ± 4.7 % | 4 of 14 |
| open deals: mean of the life table and win rates by stage at the fixed horizon | -1.2 ± 1.2 % | 8 of 14 |

None is better by as much as two standard errors, and the three nearest to it would each bring a second truth about a deal's chance or about a company. So nothing was taken, and the forecast stays as it was. With one to three windows of history (the loan funnel's state) no combination does better than Courtside alone either (12.8 % against 12.9 to 19.8 %). An equal mean stands in the tables above to compare; it is not used.`;
