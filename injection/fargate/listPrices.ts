/** Where a price was read. */
export interface PriceSource {
  readonly text: string;
  readonly url: string;
  /** Year and month in which the price held; undefined where the source does not say. */
  readonly month?: string;
}

/** What AWS asks for Fargate in one region per hour, in US dollars, for Linux on x86. Tasks of ECS and pods of EKS pay the same. */
export interface ListPrice {
  readonly perVcpu: number;
  readonly perGb: number;
  readonly source: PriceSource & { readonly month: string };
  /** Disk beyond what is free; undefined where no source was found. */
  readonly storage?: { readonly perGb: number; readonly source: PriceSource };
}

const PRICE_LIST = {
  text:
    "theuves/fgcalc, src/utils/data.js and README.md: all rates compared on 2026-09-29 with AWS's price list for " +
    "AmazonECS that was published on 2026-09-11",
  url: "https://github.com/theuves/fgcalc",
  month: "2026-09",
} as const satisfies PriceSource;

const VIRGINIA_STORAGE: PriceSource = {
  text: "Vantage, AWS Fargate Pricing Explained; the same, per second, in the examples of AWS's own pricing page",
  url: "https://vantage.sh/blog/fargate-pricing",
};
const OHIO_STORAGE: PriceSource = {
  text: "AWS's price list for us-east-2, as quoted in public notes on the AWS Pricing Calculator of 2026-05-11",
  url: "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonECS/current/us-east-2/index.json",
  month: "2026-05",
};
const OREGON_STORAGE: PriceSource = {
  text: "Defang, Estimating AWS Deployment Costs: 1.62 USD for 14,600 GB-hours of USW2-Fargate-EphemeralStorage",
  url: "https://docs.defang.io/docs/tutorials/estimating-aws-deployment-costs",
};
const LONDON_STORAGE: PriceSource = {
  text: "AWS's price list for eu-west-2 of 2026-09-11, as quoted in a public cost estimate of 2026-10-06",
  url: "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonECS/current/eu-west-2/index.json",
  month: "2026-09",
};
const SEOUL_STORAGE: PriceSource = {
  text: "AWS's price list for ap-northeast-2, as quoted in a public comparison of container services of 2026-10-01",
  url: "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonECS/current/ap-northeast-2/index.json",
  month: "2026-10",
};

/**
 * Only what a published page confirms; other regions have no list prices here, rather than guessed ones. Of several
 * sources the newest counts: older tables give eu-west-1 the prices of Frankfurt.
 */
export const LIST_PRICES: Readonly<Record<string, ListPrice>> = {
  "af-south-1": { perVcpu: 0.0546, perGb: 0.006, source: PRICE_LIST },
  "ap-east-1": { perVcpu: 0.0556, perGb: 0.0061, source: PRICE_LIST },
  "ap-northeast-1": { perVcpu: 0.05056, perGb: 0.00553, source: PRICE_LIST },
  "ap-northeast-2": {
    perVcpu: 0.04656,
    perGb: 0.00511,
    source: PRICE_LIST,
    storage: { perGb: 0.000127, source: SEOUL_STORAGE },
  },
  "ap-south-1": { perVcpu: 0.04256, perGb: 0.004655, source: PRICE_LIST },
  "ap-southeast-1": { perVcpu: 0.05056, perGb: 0.00553, source: PRICE_LIST },
  "ap-southeast-2": { perVcpu: 0.04856, perGb: 0.00532, source: PRICE_LIST },
  "ca-central-1": { perVcpu: 0.04456, perGb: 0.004865, source: PRICE_LIST },
  "eu-central-1": { perVcpu: 0.04656, perGb: 0.00511, source: PRICE_LIST },
  "eu-north-1": { perVcpu: 0.0445, perGb: 0.0049, source: PRICE_LIST },
  "eu-south-1": { perVcpu: 0.0486, perGb: 0.0053, source: PRICE_LIST },
  "eu-west-1": { perVcpu: 0.04048, perGb: 0.004445, source: PRICE_LIST },
  "eu-west-2": {
    perVcpu: 0.04656,
    perGb: 0.00511,
    source: PRICE_LIST,
    storage: { perGb: 0.000129, source: LONDON_STORAGE },
  },
  "eu-west-3": { perVcpu: 0.0486, perGb: 0.0053, source: PRICE_LIST },
  "me-south-1": { perVcpu: 0.0526, perGb: 0.0058, source: PRICE_LIST },
  "sa-east-1": { perVcpu: 0.0696, perGb: 0.0076, source: PRICE_LIST },
  "us-east-1": {
    perVcpu: 0.04048,
    perGb: 0.004445,
    source: PRICE_LIST,
    storage: { perGb: 0.000111, source: VIRGINIA_STORAGE },
  },
  "us-east-2": {
    perVcpu: 0.04048,
    perGb: 0.004445,
    source: PRICE_LIST,
    storage: { perGb: 0.000111, source: OHIO_STORAGE },
  },
  "us-gov-east-1": { perVcpu: 0.0486, perGb: 0.0053, source: PRICE_LIST },
  "us-gov-west-1": { perVcpu: 0.0486, perGb: 0.0053, source: PRICE_LIST },
  "us-west-1": { perVcpu: 0.04656, perGb: 0.00511, source: PRICE_LIST },
  "us-west-2": {
    perVcpu: 0.04048,
    perGb: 0.004445,
    source: PRICE_LIST,
    storage: { perGb: 0.000111, source: OREGON_STORAGE },
  },
};
