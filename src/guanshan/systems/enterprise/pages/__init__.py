"""The pages of the system: the pipeline and one enterprise on the desk, on paper, and at the enterprise's own door. 页面"""
