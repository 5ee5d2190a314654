import type { PageWord } from "../../../core/words/english.ts";

/** What one may begin with. */
export const EXAMPLES: readonly { word: PageWord; query: string; variables: string }[] = [
	{
		word: "graph.exampleDeals",
		query: `query HeaviestDeals($first: Int!) {
  opportunities(first: $first, sort: "-amount", filter: { status: open }) {
    total
    items {
      name
      amount { amountMinor currency }
      owner { name }
      probability {
        value
        interval { low high level }
        n
        asOf
        base { text value }
        parts { text value }
        action { text why }
      }
    }
  }
}`,
		variables: `{ "first": 5 }`,
	},
	{
		word: "graph.exampleForecast",
		query: `{
  forecast(timeRange: { grain: quarter }) {
    period { name start end }
    nodes {
      name
      kind
      quota { amountMinor currency }
      view { text { value interval label } }
    }
  }
}`,
		variables: "",
	},
	{
		word: "graph.exampleLead",
		query: `mutation NewLead($input: CreateLeadInput!) {
  createLead(input: $input) {
    id
    name
    version
  }
}`,
		variables: `{ "input": { "name": "Ines Duarte", "company": "Cais Norte" } }`,
	},
	{
		word: "graph.exampleLive",
		query: `subscription DealsAsTheyMove {
  dealUpdates {
    name
    stage { name }
    probability { text { value direction } }
  }
}`,
		variables: "",
	},
];
