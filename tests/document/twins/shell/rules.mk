policy:
	aliyun ram CreatePolicy --PolicyName p --PolicyDocument '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:GetProject", "Resource": "acs:imm:*:*:project/$(PROJECT)"}]}'
