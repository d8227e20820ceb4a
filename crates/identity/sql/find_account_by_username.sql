-- The account somebody wants to sign in to, with its password's hash.
SELECT a.id, a.kind, a.status, p.hash
FROM identity.account AS a LEFT JOIN identity.password AS p ON p.account = a.id
WHERE a.username = $1 AND a.status <> 'closed'
