aliyun ram CreateRole \
  --RoleName imm-service \
  --AssumeRolePolicyDocument "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":[\"imm.aliyuncs.com\"]}}]}" \
  --Description "used by IMM"
