-- The modelling table as of {as_of}: one row per customer whose renewal fell in the 90 days up to that day, as the
-- customer was known 14 days before the renewal. Runs on DuckDB and on PostgreSQL and gives both the same bytes.
WITH due AS (
  SELECT
    renewals.customer_id,
    customers.signed_up_on,
    customers.region,
    renewals.renewal_date - 14 AS snapshot_date,
    CASE WHEN renewals.outcome = 'cancelled' THEN 1 ELSE 0 END AS churn
  FROM renewals
  JOIN customers ON customers.customer_id = renewals.customer_id
  WHERE renewals.outcome IN ('renewed', 'cancelled')
    AND renewals.renewal_date > CAST('{as_of}' AS DATE) - 90
    AND renewals.renewal_date <= CAST('{as_of}' AS DATE)
),
-- a plan holds until the next one begins
plan_periods AS (
  SELECT plans.*, LEAD(valid_from) OVER (PARTITION BY customer_id ORDER BY valid_from) AS valid_until
  FROM plans
),
known_plans AS (
  SELECT
    due.customer_id,
    plan_periods.contract_type,
    plan_periods.payment_method,
    plan_periods.num_products,
    plan_periods.monthly_cents,
    plan_periods.valid_from - due.signed_up_on AS first_day,
    LEAST(COALESCE(plan_periods.valid_until, due.snapshot_date), due.snapshot_date) - due.signed_up_on AS end_day,
    CASE WHEN plan_periods.valid_until < due.snapshot_date THEN 0 ELSE 1 END AS is_current
  FROM due
  JOIN plan_periods ON plan_periods.customer_id = due.customer_id AND plan_periods.valid_from < due.snapshot_date
),
-- a bill on the day of sign-up and every 30 days from then on: (days + 29) / 30 of them in the first so many days
paid AS (
  SELECT
    customer_id,
    CAST(SUM(monthly_cents * (
      (end_day + 29 - (end_day + 29) % 30) / 30 - (first_day + 29 - (first_day + 29) % 30) / 30
    )) AS BIGINT) AS total_cents
  FROM known_plans
  GROUP BY customer_id
),
bought AS (
  SELECT due.customer_id, MAX(purchases.purchased_on) AS last_purchased_on
  FROM due
  JOIN purchases ON purchases.customer_id = due.customer_id AND purchases.purchased_on < due.snapshot_date
  GROUP BY due.customer_id
),
called AS (
  SELECT due.customer_id, COUNT(*) AS calls
  FROM due
  JOIN support_calls ON support_calls.customer_id = due.customer_id
    AND support_calls.called_on >= due.snapshot_date - 90
    AND support_calls.called_on < due.snapshot_date
  GROUP BY due.customer_id
),
used AS (
  SELECT due.customer_id, SUM(usage.active_days) AS active_days
  FROM due
  JOIN usage ON usage.customer_id = due.customer_id
    AND usage.period_end > due.snapshot_date - 30
    AND usage.period_end <= due.snapshot_date
  GROUP BY due.customer_id
)
SELECT
  'C' || LPAD(CAST(due.customer_id AS VARCHAR), 10, '0') AS customer_id,
  due.snapshot_date,
  CAST((
    (due.snapshot_date - due.signed_up_on) * 12 - (due.snapshot_date - due.signed_up_on) * 12 % 365
  ) / 365 AS INTEGER) AS tenure_months,
  CAST(known_plans.monthly_cents * 0.01 AS DECIMAL(10, 2)) AS monthly_charges,
  CAST(paid.total_cents * 0.01 AS DECIMAL(10, 2)) AS total_charges,
  known_plans.num_products,
  known_plans.contract_type,
  known_plans.payment_method,
  due.region,
  CASE WHEN called.calls > 0 THEN 1 ELSE 0 END AS has_support_calls,
  COALESCE(called.calls, 0) AS support_calls_90d,
  COALESCE(used.active_days, 0) AS active_days_30d,
  due.snapshot_date - bought.last_purchased_on AS days_since_last_purchase,
  due.churn
FROM due
JOIN known_plans ON known_plans.customer_id = due.customer_id AND known_plans.is_current = 1
JOIN paid ON paid.customer_id = due.customer_id
LEFT JOIN bought ON bought.customer_id = due.customer_id
LEFT JOIN called ON called.customer_id = due.customer_id
LEFT JOIN used ON used.customer_id = due.customer_id
ORDER BY due.customer_id
