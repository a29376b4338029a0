/* model
name: fct_referral
grain: one row per referral
key: [referral_id]
columns:
  - {name: referral_id, type: varchar}
  - {name: referred_date, type: date}
*/
select referral_id, referred_date
from raw.tool__referrals
