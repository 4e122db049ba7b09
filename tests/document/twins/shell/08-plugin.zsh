aliyun imm create-dataset --project-name photos --dataset-name holidays --user-agent test/1
aliyun imm get-dataset --project-name photos --dataset-name=holidays > /dev/null 2>&1
