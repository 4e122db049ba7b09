deploy() {
	cat <<-'END' | tee trust.json
	{
	  "Version": "1",
	  "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": ["acs:ram::1234567890123456:root"]}}]
	}
	END
}
