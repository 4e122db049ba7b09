for name in one two; do
  aliyun imm IndexFileMeta --ProjectName photos --DatasetName "$name" \
    --File '{"URI": "oss://photos/'"$name"'.jpg", "CustomId": "a"}' || exit 1
done
